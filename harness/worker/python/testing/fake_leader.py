"""A leader for tests: gives a member its configuration and some turns, and keeps what it says."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
from typing import Any, Dict, List, NamedTuple, Optional

MAGIC, VERSION = 0x59415341, 1
CONFIG, READY, FAILED, TURN, SLICE, FINISH, RESULT = range(1, 8)
HEAD = struct.Struct("<IHH")
TURN_BODY = struct.Struct("<QII")
SLICE_BODY = struct.Struct("<Qqqqqqii II".replace(" ", ""))
LARGEST = 96 * 1024


class Slice(NamedTuple):
    iterations: int
    wall_ns: int
    cpu_ns: int
    reference_before_ns: int
    reference_after_ns: int
    run_delay_ns: int
    voluntary_switches: int
    involuntary_switches: int
    threads: int
    index: int


class Said(NamedTuple):
    ready: Optional[Dict[str, Any]]
    slices: List[Slice]
    result: Optional[Dict[str, Any]]
    failed: Optional[Dict[str, Any]]
    stderr: str
    status: int


class FakeLeader:
    def __init__(self, seconds: float = 60) -> None:
        self.ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ours.settimeout(seconds)
        self.seconds = seconds

    def send(self, kind: int, body: bytes = b"") -> None:
        self.ours.send(HEAD.pack(MAGIC, VERSION, kind) + body)

    def receive(self) -> Any:
        """(kind, body), or None at the end of the member."""
        try:
            packet = self.ours.recv(LARGEST)
        except ConnectionResetError:
            return None
        if not packet:
            return None
        magic, version, kind = HEAD.unpack_from(packet)
        assert (magic, version) == (MAGIC, VERSION), packet[:8]
        return kind, packet[HEAD.size :]

    def start(self, argv: List[str], config: Dict[str, Any], environment: Dict[str, str]) -> "subprocess.Popen[str]":
        number = self.theirs.fileno()
        member = subprocess.Popen(
            argv,
            env={**os.environ, "ASSAY_SOCKET": str(number), **environment},
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.theirs.close()
        self.send(CONFIG, json.dumps(config).encode())
        return member

    def drive(self, argv: List[str], config: Dict[str, Any], turns: int = 2, slices: int = 2, iterations: int = 3) -> Said:
        member = self.start(argv, config, {})
        ready = result = failed = None
        taken: List[Slice] = []
        while (message := self.receive()) is not None:
            kind, body = message
            if kind == READY:
                ready = json.loads(body)
            elif kind == SLICE:
                taken.append(Slice(*SLICE_BODY.unpack(body)))
            elif kind == RESULT:
                result = json.loads(body)
            elif kind == FAILED:
                failed = json.loads(body)
            if kind == READY or (kind == SLICE and len(taken) % slices == 0):
                if len(taken) < turns * slices:
                    self.send(TURN, TURN_BODY.pack(iterations, slices, 0))
                else:
                    self.send(FINISH)
        _, stderr = member.communicate(timeout=self.seconds)
        self.ours.close()
        return Said(ready, taken, result, failed, stderr, member.returncode)
