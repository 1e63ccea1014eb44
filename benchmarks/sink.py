"""An SMTP server that only takes mail: `python -m benchmarks.sink PORT LOG DELAY`.

Each connection has a process of its own, which does next to nothing: it looks at the
first letters of a command and at the last bytes of a message. Whoever asks waits for
the answers before it says more; commands may come in a group, as nearly every relay
lets them. What was accepted is in the log, by moment and addressee, before the answer
leaves. The delay before the answers to what came together, in seconds, stands for the
way to a relay that is far.
"""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
GREETING = b"220 sink\r\n"
FINE = b"250 2.0.0 fine\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
END = b"\r\n.\r\n"
AT_ONCE = 1 << 20


def main(port: int, log: Path, delay: float) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    noted = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with socket.create_server((HOST, port), backlog=64) as server:
        while True:
            line, _ = server.accept()
            if os.fork() == 0:
                serve(line, noted, delay)
                os._exit(0)
            line.close()


def serve(line: socket.socket, log: int, delay: float) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.sendall(GREETING)
    verb, addressee = b"", b""
    with suppress(ConnectionError):
        while verb != b"QUIT" and (said := line.recv(AT_ONCE)):
            answers = b""
            for command in said.splitlines():
                verb = command[:4].upper()
                if verb == b"RCPT":
                    addressee = command[command.find(b"<") + 1 : command.rfind(b">")]
                answers += ANSWERS.get(verb, FINE)
            answer(line, answers, delay)
            if verb == b"DATA":
                take(line)
                os.write(log, b"%d %s\n" % (time.monotonic_ns(), addressee))
                answer(line, FINE, delay)


def answer(line: socket.socket, words: bytes, delay: float) -> None:
    if delay:
        time.sleep(delay)
    line.sendall(words)


def take(line: socket.socket) -> None:
    """Read one message to its final dot."""
    tail = b""
    while tail != END:
        chunk = line.recv(AT_ONCE)
        if not chunk:
            raise ConnectionError
        tail = (tail + chunk)[-len(END) :]


def answers(port: int) -> bool:
    """Tell whether a sink is there."""
    try:
        with socket.create_connection((HOST, port), timeout=1) as line:
            return line.recv(AT_ONCE) == GREETING
    except OSError:
        return False


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
