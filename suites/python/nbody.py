# /// workload
# about = "Floating-point arithmetic in pure Python: a planetary system by the symplectic Euler method"
# tags = ["interpreter", "math"]
# seconds = 1.5e-4
# [parameters.n]
# standard = "20"
# kind = "integer"
# growth = 1
# about = "time steps"
# ///
from __future__ import annotations

from math import cos, pi, sin, sqrt
from collections.abc import Callable

Body = list[float]  # x, y, vx, vy, mass
STEP = 1e-3


def ring() -> list[Body]:
    """A sun of mass 1 at rest and four light planets on circular orbits of radius 1, 2, 3, 4."""
    bodies: list[Body] = [[0.0, 0.0, 0.0, 0.0, 1.0]]
    for k in range(1, 5):
        angle, speed = k * pi / 3, sqrt(1.0 / k)
        bodies.append([k * cos(angle), k * sin(angle), -speed * sin(angle), speed * cos(angle), 1e-6])
    return bodies


def kick(bodies: list[Body]) -> None:
    for i, a in enumerate(bodies):
        for b in bodies[i + 1 :]:
            dx, dy = b[0] - a[0], b[1] - a[1]
            distance = sqrt(dx * dx + dy * dy)
            pull = STEP / (distance * distance * distance)
            a[2] += dx * pull * b[4]
            a[3] += dy * pull * b[4]
            b[2] -= dx * pull * a[4]
            b[3] -= dy * pull * a[4]


def drift(bodies: list[Body]) -> None:
    for body in bodies:
        body[0] += STEP * body[2]
        body[1] += STEP * body[3]


def angular_momentum(bodies: list[Body]) -> float:
    return sum(mass * (x * vy - y * vx) for x, y, vx, vy, mass in bodies)


def make(n: int) -> tuple[Callable[[], float], float]:
    def run() -> float:
        bodies = ring()
        for _ in range(n):
            kick(bodies)
            drift(bodies)
        return angular_momentum(bodies)

    # conserved exactly by the method; at the start planet k has mass × radius × speed = 1e-6 × √k
    return run, 1e-6 * sum(sqrt(k) for k in range(1, 5))
