"""A Jupyter client for the kernel tests: requests as JSON lines on stdin, messages on stdout.

Requests: {"op": "execute", "id", "code", "stop_on_error"} and more fields of the message,
{"op": "request", "id", "channel", "type", "content"}, {"op": "answer", "value"} (to a prompt),
{"op": "interrupt"}, {"op": "shutdown"}.
Every message of the kernel comes out as {"request": id, "channel", "type", "content"}.
"""

import json
import os
import queue
import sys

import zmq
from jupyter_client.manager import KernelManager


def emit(record):
    sys.stdout.write(json.dumps(record, default=str) + "\n")
    sys.stdout.flush()


class Lines:
    """The lines of a file descriptor as they come, without waiting for any."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.rest = b""
        self.ended = False

    def read(self):
        data = os.read(self.descriptor, 1 << 16)
        self.ended = not data
        *lines, self.rest = (self.rest + data).split(b"\n")
        return lines


def main():
    manager = KernelManager(kernel_name=sys.argv[1])
    manager.start_kernel(cwd=sys.argv[2])
    client = manager.client()
    client.start_channels()
    if "KIT_TEST_CLIENT_EARLY" not in os.environ:
        client.wait_for_ready(timeout=120)
    ids = {}  # message id -> the test's own id of the request
    requests = Lines(sys.stdin.fileno())

    # One thread for all that is sent and received: a socket of ZeroMQ that one thread reads while
    # another writes to it can lose the news that a message has come.
    poller = zmq.Poller()
    poller.register(requests.descriptor, zmq.POLLIN)
    channels = {}
    for name in ("iopub", "shell", "control", "stdin"):
        channels[name] = getattr(client, f"{name}_channel")
        poller.register(channels[name].socket, zmq.POLLIN)

    def forward(name):
        """Everything that has come on a channel."""
        while True:
            try:
                message = channels[name].get_msg(timeout=0)
            except queue.Empty:
                return
            parent = message["parent_header"].get("msg_id")
            record = {"request": ids.get(parent), "channel": name}
            emit({**record, "type": message["msg_type"], "content": message["content"]})

    def act(request):
        """Does what a line asks for; whether it was the last."""
        if request["op"] == "interrupt":
            manager.interrupt_kernel()
        elif request["op"] == "answer":
            client.input(request["value"])
        elif request["op"] == "shutdown":
            manager.shutdown_kernel()
            for name in channels:
                forward(name)
            emit({"type": "stopped", "content": {"alive": manager.is_alive()}})
            return True
        else:
            if request["op"] == "execute":
                content = {"silent": False, "store_history": True, **request}
                message = client.session.msg("execute_request", content)
                channel = client.shell_channel
            else:
                message = client.session.msg(request["type"], request["content"])
                channel = channels[request["channel"]]
            ids[message["header"]["msg_id"]] = request["id"]
            channel.send(message)
        return False

    emit({"type": "ready", "content": {"pid": manager.provisioner.pid}})
    while not requests.ended:
        ready = dict(poller.poll())
        lines = requests.read() if requests.descriptor in ready else []
        if any([act(json.loads(line)) for line in lines if line.strip()]):
            break
        for name in channels:
            forward(name)
    manager.shutdown_kernel(now=True)


main()
