"""What every training run is: a budget of minutes, a learning-rate schedule, an average of the weights, a log, and a
state to resume from.

A run called NAME writes

    NAME.pt      its result: the averaged weights, every --eval-every minutes and at the end
    NAME.state   everything that --resume needs: weights, average, optimisers, random states, time used
    NAME.log     what is printed
"""

import math
import os
import platform
import time
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from pathlib import Path
from typing import IO, Any

import torch
import torch.nn as nn

from ..codec import checkpoint
from ..codec.context import OLD_NAMES
from ..options import option, plain

WARM_UP = 300  # steps


@dataclass(kw_only=True)
class RunOptions:
    """What every run is told; times in minutes."""

    data: str = option(help="folder of training tiles (webp, png, jpg)")
    eval: str = option("", "folder of test pictures")
    minutes: float = option(15, "time budget, over all resumptions")
    batch: int = option(8, "crops a step")
    lr: float = option(1e-3, "peak learning rate")
    seed: int = option(0)


@dataclass(kw_only=True)
class ResumableOptions(RunOptions):
    """What a run is told that keeps a state. threads: of the CPU, 0 for all."""

    name: str = option(help="writes NAME.pt, NAME.state and NAME.log", positional=True)
    eval_every: float = option(5, metavar="MINUTES")
    save_every: float = option(5, "how often --resume's state is written", metavar="MINUTES")
    threads: int = option(0, hidden=True)
    resume: bool = option(False, "continue from NAME.state")


class Average:
    """Exponential moving average of a module's weights, updated in place. state: as of state_dict()."""

    def __init__(self, module: nn.Module):
        self.state = {k: v.detach().clone() for k, v in module.state_dict().items()}
        self.values = [v for v in self.state.values() if v.is_floating_point()]
        self.live = [v.detach() for v in module.state_dict().values() if v.is_floating_point()]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the module's weights of today; the first steps count more."""
        torch._foreach_lerp_(self.values, self.live, 1 - min(0.999, (1 + step) / (10 + step)))

    @torch.no_grad()
    def set(self, state: dict[str, torch.Tensor]) -> None:
        """Replace the values of those names."""
        for k, v in state.items():
            self.state[k].copy_(v)


def learning_rate(peak: float, step: int, progress: float) -> float:
    """Warm-up over 300 steps, cosine over the time budget (progress 0..1) down to 1 %."""
    return peak * min(1, (step + 1) / WARM_UP) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(progress, 1))))


def hardware(device: str) -> str:
    """What a run took place on, in words."""
    if device != "cpu":
        return torch.cuda.get_device_name()
    name = platform.machine()
    try:
        with open("/proc/cpuinfo") as f:
            name = next(line.split(":", 1)[1].strip() for line in f if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{torch.get_num_threads()} threads of {name}"


def evenly_spaced(files: list[Path], count: int) -> list[Path]:
    """That many of the files, or all of them if count is 0."""
    return files[:: max(1, len(files) // count)][:count] if count else files


class Run:
    """One training run; run() returns when the time budget is used up.

    A subclass builds what it trains between __init__ and begin(), and has train_step(progress), which makes one step
    at progress 0..1 of the budget. It may have save(), measure(), extra() and restore() as well.

    step, used: steps and seconds so far; peak: of the learning rate; smooth: the loss, smoothed; saved: the state to
    resume from, or None.
    """

    KEPT: tuple[str, ...] = ()  # options that a resumed run must have as the one before
    LEFT: tuple[str, ...] = ()  # options that a checkpoint does not remember
    MEASURED = "bpp per level"  # what measure() yields
    REPLAYED = False  # whether a CUDA graph knows the optimisers' state by its address

    codec: nn.Module  # what measure() looks at
    module: nn.Module  # what is trained, averaged and kept in the state
    average: Average
    optimizers: list[torch.optim.Optimizer]

    def __init__(self, options: Any, stop_after: int | None = None, log: Callable[..., None] | None = None):
        """stop_after: stop (and save) after this many steps of this process, as an interruption would.

        log: takes what is to be told, in the place of standard output and NAME.log. ValueError if a state belongs to
        another kind of run.
        """
        self.o = options
        self.stop_after = stop_after
        self.name = getattr(options, "name", "")
        self.step, self.used, self.peak = 0, 0.0, options.lr
        self.smooth: float | None = None
        self.history: list[dict[str, Any]] = []
        torch.manual_seed(options.seed)
        self.saved = self.read_state() if getattr(options, "resume", False) else None
        self.log_file: IO[str] | None = None
        self.sink = log
        if log is None and self.name:
            self.log_file = open(f"{self.name}.log", "a", buffering=1)  # noqa: SIM115, closed by finish()

    def begin(self, codec: nn.Module, module: nn.Module, optimizers: list[torch.optim.Optimizer]) -> None:
        """What is trained is built: start the average, and take over the state if the run resumes.

        module: codec or a part of it.
        """
        self.codec, self.module, self.optimizers = codec, module, optimizers
        if self.saved is not None:
            module.load_state_dict(self.saved["live"])
        self.average = Average(module)
        if self.saved is not None:
            self.continue_from(self.saved)
            self.saved = None
        self.take_snapshot()

    def log(self, *parts: Any) -> None:
        """A line on standard output and in NAME.log, or for whoever was given to take it."""
        if self.sink is not None:
            self.sink(*parts)
            return
        line = " ".join(str(p) for p in parts)
        print(line, flush=True)
        if self.log_file is not None:
            self.log_file.write(line + "\n")

    @property
    def watched(self) -> bool:
        """Whether there is anything that measure() looks at."""
        return bool(self.o.eval)

    # ---- what a subclass adds
    def train_step(self, progress: float) -> None:
        """One step of the optimisers and of the average."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Called once before the first step."""

    def measure(self) -> str:
        """Rates (and distortions) of the codec over test pictures, in words; '' without pictures."""
        return ""

    def save(self) -> None:
        """Write NAME.pt."""

    def extra(self) -> dict[str, Any]:
        """Further entries of the state."""
        return {}

    def restore(self, saved: dict[str, Any]) -> None:
        """Take over what extra() has written."""

    # ---- state
    def read_state(self) -> dict[str, Any]:
        """NAME.state. ValueError if it is no state of such a run, or was started with other options of KEPT."""
        saved = torch.load(f"{self.name}.state", map_location="cpu", weights_only=True)
        if "optimizer" in saved:  # entropy models had one before they had a list
            saved["optimizers"] = [saved.pop("optimizer")]
        wanted = ("options", "live", "average", "optimizers", "step", "used", "peak", "smooth", "random")
        if missing := [k for k in wanted if k not in saved]:
            raise ValueError(f"{self.name}.state is no state of a training run: it lacks {', '.join(missing)}")
        defaults = {f.name: f.default for f in fields(self.o)}
        for key in self.KEPT:
            old = saved["options"].get(key, defaults[key])  # a state may be older than an option
            if old is MISSING:
                raise ValueError(f"cannot resume {self.name}: its state does not say what {key} it was started with")
            old, new = comparable(old), comparable(getattr(self.o, key))
            if old != new:
                raise ValueError(f"cannot resume {self.name}: it was started with {key} = {old}, not {new}")
        return saved

    def continue_from(self, saved: dict[str, Any]) -> None:
        """Take over a state but for the weights. ValueError if it is of another kind of run."""
        if len(saved["optimizers"]) != len(self.optimizers):
            raise ValueError(f"{self.name}.state is of a run with other optimisers")
        self.average.set(saved["average"])
        for optimizer, state in zip(self.optimizers, saved["optimizers"]):
            optimizer.load_state_dict(state)
        self.step, self.used, self.peak, self.smooth = saved["step"], saved["used"], saved["peak"], saved["smooth"]
        torch.set_rng_state(saved["random"])
        try:
            self.restore(saved)
        except KeyError as e:
            raise ValueError(f"{self.name}.state is of another kind of training run: it lacks {e}") from e
        self.log(f"resumed at step {self.step}, {self.used:.0f}s")

    def save_state(self) -> None:
        """Write NAME.state."""
        if not self.name:
            return
        state = dict(
            options=plain(self.o),
            live=self.module.state_dict(),
            average=self.average.state,
            optimizers=[o.state_dict() for o in self.optimizers],
            step=self.step,
            used=self.used,
            peak=self.peak,
            smooth=self.smooth,
            random=torch.get_rng_state(),
            **self.extra(),
        )
        checkpoint.write(f"{self.name}.state", state)

    def spent(self) -> dict[str, Any]:
        """Steps and minutes so far, as a checkpoint remembers them."""
        return dict(steps=self.step, minutes=round(self.used / 60, 1))

    def settings(self) -> dict[str, Any]:
        """The options that a checkpoint remembers."""
        return plain(self.o, self.LEFT)

    # ---- steps
    def set_learning_rate(self, progress: float, step: int | None = None) -> float:
        """Set that of every group of weights, which may have a factor; returns the rate.

        step: the run's, unless it is given.
        """
        lr = learning_rate(self.peak, self.step if step is None else step, progress)
        for optimizer in self.optimizers:
            for g in optimizer.param_groups:
                if isinstance(g["lr"], torch.Tensor):  # in place: a CUDA graph knows it by address
                    g["lr"].fill_(lr * g.get("factor", 1))
                else:
                    g["lr"] = lr * g.get("factor", 1)
        return lr

    def take_snapshot(self) -> None:
        """Remember the average, to go back to if the loss is not finite."""
        self.snapshot = {k: v.detach().clone() for k, v in self.average.state.items()}

    def roll_back(self) -> None:
        """Back to the last snapshot, at half the learning rate and with fresh optimisers, whose moments may be
        infinite too.
        """
        self.peak *= 0.5
        self.module.load_state_dict(self.snapshot)
        self.average.set(self.snapshot)
        for optimizer in self.optimizers:
            if not self.REPLAYED:
                optimizer.state.clear()
            for state in optimizer.state.values():
                for value in state.values():
                    value.zero_()
        self.log(f"step {self.step}: loss is not finite; back to the last snapshot, peak learning rate {self.peak:.1e}")

    @torch.no_grad()
    def evaluate(self) -> str:
        """measure() with the averaged weights in the codec's place."""
        live = {k: v.clone() for k, v in self.module.state_dict().items()}
        self.module.load_state_dict(self.average.state)
        self.codec.eval()
        text = self.measure()
        self.module.load_state_dict(live)
        self.codec.train()
        return text

    def run(self) -> None:
        """Train until the budget is used up, or for stop_after steps; then write state and result."""
        budget = self.o.minutes * 60
        self.codec.train()
        self.prepare()
        begin, before, first = time.time(), self.used, self.step
        last_eval = last_save = self.used
        while self.used < budget and self.step - first != self.stop_after:
            self.train_step(self.used / budget)
            self.step += 1
            self.used = before + time.time() - begin
            if self.watched and self.name and self.used - last_eval > self.o.eval_every * 60:
                self.log(f"EVAL step {self.step} {self.used:.0f}s {self.MEASURED}: {self.evaluate()}")
                last_eval = self.used
                self.save()
            if self.name and self.used - last_save > self.o.save_every * 60:
                self.save_state()
                last_save = self.used
        self.finish()

    def finish(self) -> None:
        """What follows the last step."""
        text = self.evaluate() if self.watched else ""
        self.save_state()
        self.save()
        self.log(f"DONE step {self.step} {self.used:.0f}s {self.MEASURED}: {text}")
        if self.log_file is not None:
            self.log_file.close()


def use_threads(count: int) -> None:
    """Let PyTorch use that many threads of the CPU; all of this process if count is 0."""
    torch.set_num_threads(count or len(os.sched_getaffinity(0)))


def comparable(value: Any) -> Any:
    """An option's value so that one of a state file and one of today compare: lists for tuples, today's names for old
    ones.
    """
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, Enum):
        return value.value
    return OLD_NAMES.get(value, value) if isinstance(value, str) else value
