"""A Jupyter client for the kernel tests: requests as JSON lines on stdin, messages on stdout.

Requests: {"op": "execute", "id", "code", "stop_on_error"} and more fields of the message,
{"op": "request", "id", "channel", "type", "content"}, {"op": "answer", "value"} (to a prompt),
{"op": "interrupt"}, {"op": "shutdown"}.
Every message of the kernel comes out as {"request": id, "channel", "type", "content"}.
"""

import json
import os
import sys
import threading

from jupyter_client.manager import KernelManager

output_lock = threading.Lock()


def emit(record):
    with output_lock:
        sys.stdout.write(json.dumps(record, default=str) + "\n")
        sys.stdout.flush()


def main():
    manager = KernelManager(kernel_name=sys.argv[1])
    manager.start_kernel(cwd=sys.argv[2])
    client = manager.client()
    client.start_channels()
    if "KIT_TEST_CLIENT_EARLY" not in os.environ:
        client.wait_for_ready(timeout=120)
    ids = {}  # message id -> the test's own id of the request

    def forward(channel, get):
        while True:
            message = get()
            parent = message["parent_header"].get("msg_id")
            record = {"request": ids.get(parent), "channel": channel}
            emit({**record, "type": message["msg_type"], "content": message["content"]})

    # before any message of the kernel, which the threads below may have at once
    emit({"type": "ready", "content": {"pid": manager.provisioner.pid}})
    for channel in ("iopub", "shell", "control", "stdin"):
        get = getattr(client, f"get_{channel}_msg")
        threading.Thread(target=forward, args=(channel, get), daemon=True).start()

    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "interrupt":
            manager.interrupt_kernel()
        elif request["op"] == "answer":
            client.input(request["value"])
        elif request["op"] == "shutdown":
            manager.shutdown_kernel()
            emit({"type": "stopped", "content": {"alive": manager.is_alive()}})
            break
        else:
            if request["op"] == "execute":
                content = {"silent": False, "store_history": True, **request}
                message = client.session.msg("execute_request", content)
                channel = client.shell_channel
            else:
                message = client.session.msg(request["type"], request["content"])
                channel = getattr(client, f"{request['channel']}_channel")
            ids[message["header"]["msg_id"]] = request["id"]
            channel.send(message)
    manager.shutdown_kernel(now=True)


main()
