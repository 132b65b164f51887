# SPDX-License-Identifier: GPL-3.0-or-later
# What the node files share. Blocks begin with "#:" (README.md of this folder); a block comes into a model if it is used there.
import math

import torch
import torch.nn.functional as F
from torch import nn


#: helper
def over_time(function, x):
    """A layer without state treats all steps alike: [T, N, ...] goes through as [T * N, ...]."""
    y = function(x.flatten(0, 1))
    return y.reshape(x.shape[:2] + y.shape[1:])


#: helper
class Stepwise(nn.Module):
    """Goes through a sequence [T, N, ...] step by step. States live from one begin() to the next."""

    def begin(self):
        self.state = None

    def forward(self, *x):
        self.begin()
        steps = [self.step(*now) for now in zip(*x)]
        if isinstance(steps[0], tuple):
            return tuple(torch.stack(output) for output in zip(*steps))
        return torch.stack(steps)


#: helper
def straight_through(x, y):
    """The value of y with the gradient of x."""
    return y.detach() + (x - x.detach())


#: helper
def reset_after(h, s, v_threshold, v_reset, detach_reset):
    """The membrane after firing: set to v_reset where it fired, or less by the threshold if v_reset is None."""
    s = s.detach() if detach_reset else s
    return h - v_threshold * s if v_reset is None else (1.0 - s) * h + v_reset * s


#: helper
def leaky_charge(v, x, tau_inverse, decay_input, v_reset):
    leak = v if v_reset is None or v_reset == 0.0 else v - v_reset
    return v + (x - leak) * tau_inverse if decay_input else v - leak * tau_inverse + x


#: helper
def rest(x, v_reset):
    return torch.full_like(x, 0.0 if v_reset is None else v_reset)


#: helper
def own_shape(per, in_shape):
    """Of what has one value for the layer, each channel or each neuron."""
    return {"layer": (1,), "channel": in_shape[:1] + (1,) * (len(in_shape) - 1), "neuron": in_shape}[per]


#: helper
def fused(a, b, c):
    """a * b + c, rounded once."""
    return (a.double() * b.double() + c.double()).to(a.dtype)
