"""Executes one notebook in a Jupyter kernel and tells how it goes, as JSON lines on stdout.

    execute_notebook.py INPUT OUTPUT FOLDER KERNEL

The kernel runs in FOLDER. Events: {"event": "cell", "number", "count"}, {"event": "text", "text"},
{"event": "failed", "number", "ename", "evalue", "traceback"}, {"event": "stopped"},
{"event": "done"}. SIGINT interrupts the running cell, as Jupyter's stop button does, and ends;
SIGTERM kills the kernel and ends. When stdin closes, whoever started this is gone: as SIGINT.

nbclient is Python, and so this is; everything that decides anything is in TypeScript.
"""

import asyncio
import json
import os
import signal
import sys
import threading
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

STOP_SECONDS = 15  # after which a kernel that does not follow an interrupt is killed
REPLY_SECONDS = 60  # after which the reply of a cell that has ended must have come
SILENT_SECONDS = float(os.environ.get("KIT_CELL_TIMEOUT") or 6 * 3600)  # without any sign of a cell


def emit(event, **fields):
    sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
    sys.stdout.flush()


class Stopped(Exception):
    """The execution was asked to end."""


class Client(NotebookClient):
    stopping = False
    numbers: dict[int, int] = {}  # cell index -> place among the code cells
    last_sign = 0.0  # when the kernel last sent something about the running cell
    ended = False  # whether it said that the cell has ended
    current = 0  # index of the running cell
    silence = None  # why the running cell was given up

    def process_message(self, msg, cell, cell_index):
        self.last_sign = time.monotonic()
        self.ended = msg["content"].get("execution_state") == "idle"
        content = msg["content"]
        text = content.get("data", {}).get("text/plain") or content.get("text") or ""
        lines = [line for line in text.replace("\r", "\n").splitlines() if line.strip()]
        if msg["msg_type"] in ("display_data", "update_display_data", "stream") and lines:
            emit("text", text=lines[-1])
        return super().process_message(msg, cell, cell_index)

    async def async_start_new_kernel(self, **kwargs):
        # Here nbclient has just set its own handlers, which leave the notebook half executed.
        loop = asyncio.get_event_loop()
        loop.add_signal_handler(signal.SIGINT, self.kill)  # there is nothing to keep yet
        loop.add_signal_handler(signal.SIGTERM, self.kill)
        await super().async_start_new_kernel(**kwargs)

    def begin(self, notebook):
        """Called when the kernel is there."""
        asyncio.get_event_loop().add_signal_handler(signal.SIGINT, self.stop)
        self.last_sign = time.monotonic()
        self.watching = asyncio.ensure_future(self.watch())

    async def watch(self):
        """Gives a cell up that never answers, instead of waiting for ever."""
        while not self.silence:
            await asyncio.sleep(1)
            silent = time.monotonic() - self.last_sign
            if self.ended and silent > REPLY_SECONDS:
                self.silence = "it has ended, but the kernel's reply never came: a bug of the kernel"
            elif silent > SILENT_SECONDS:
                self.silence = (
                    f"it has given no sign for {SILENT_SECONDS:g} seconds; if it needs longer, set "
                    "KIT_CELL_TIMEOUT to more seconds, or let it show its progress"
                )
        self.task_poll_for_reply.cancel()  # nbclient then takes the kernel for dead

    def begin_cell(self, cell, cell_index):
        if self.stopping:
            raise Stopped()
        self.last_sign = time.monotonic()
        self.ended = False
        self.current = cell_index
        if cell_index in self.numbers:
            emit("cell", number=self.numbers[cell_index], count=len(self.numbers))

    def stop(self):
        if self.stopping:
            return
        self.stopping = True
        asyncio.ensure_future(self.km.interrupt_kernel())
        asyncio.get_event_loop().call_later(STOP_SECONDS, self.kill)

    def kill(self):
        try:
            # The kernel leads a process group of its own, with all that it started.
            os.killpg(self.km.provisioner.pid, signal.SIGKILL)
            self.km.cleanup_connection_file()
        except (AttributeError, TypeError, OSError):
            pass  # it was not started yet, or is gone
        finally:
            emit("stopped")
            os._exit(130)


def watch_stdin():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def normalize(notebook):
    """Leaves out what differs from run to run without meaning anything."""
    language = notebook.metadata.get("language_info", {})
    kept = ("name", "file_extension", "mimetype", "version")
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": notebook.metadata.get("kernelspec", {}),
            "language_info": {key: language[key] for key in kept if key in language},
        }
    )
    for cell in notebook.cells:
        for key in ("execution", "collapsed", "scrolled", "ExecuteTime"):
            cell.metadata.pop(key, None)


def save(notebook, path):
    normalize(notebook)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        nbformat.write(notebook, temporary)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.exists(temporary):
            os.remove(temporary)
        sys.exit(
            f"cannot write {path}: {error.strerror}. Make room for it, or choose another folder; "
            "then run again: what was trained is kept."
        )


def main(source, output, folder, kernel):
    notebook = nbformat.read(source, as_version=4)
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    # A last cell that is not saved lets a promise that was left behind be reported.
    notebook.cells.append(nbformat.v4.new_code_cell("void 0"))
    client = Client(
        notebook,
        kernel_name=kernel,
        resources={"metadata": {"path": folder}},
        timeout=None,
        startup_timeout=180,
        record_timing=False,
        coalesce_streams=True,
    )
    client.numbers = {index: number for number, index in enumerate(code, start=1)}
    client.on_notebook_start = client.begin
    client.on_cell_start = client.begin_cell
    failure = None
    try:
        client.execute()
    except Stopped:
        client.stopping = True
    except CellExecutionError as error:
        index = next(i for i, cell in enumerate(notebook.cells) if has_error(cell))
        number = client.numbers.get(index, len(code))
        failure = {"number": number, "ename": error.ename, "evalue": error.evalue}
        failure["traceback"] = error_of(notebook.cells[index])["traceback"]
    except DeadKernelError:
        number = client.numbers.get(client.current, len(code))
        if client.silence:
            failure = {"number": number, "ename": "CellTimeout", "evalue": client.silence}
            failure["traceback"] = []
        else:
            failure = {"number": number, "ename": "DeadKernelError", "evalue": "the kernel died"}
            failure["traceback"] = ["The kernel's process ended; memory may have run out."]
    finally:
        notebook.cells.pop()
    if client.stopping:
        return "stopped"
    if failure:  # told first: the notebook may not be written for the same reason, a full disk
        emit("failed", **failure)
    save(notebook, output)
    return "failed" if failure else "done"


def error_of(cell):
    outputs = cell.get("outputs", [])
    return next((out for out in outputs if out["output_type"] == "error"), None)


def has_error(cell):
    return error_of(cell) is not None


if __name__ == "__main__":
    threading.Thread(target=watch_stdin, daemon=True).start()
    outcome = main(*sys.argv[1:])
    if outcome != "failed":
        emit(outcome)
    # At once: taking the interpreter down can last a second, and waits for the thread at stdin.
    os._exit({"done": 0, "failed": 1, "stopped": 130}[outcome])
