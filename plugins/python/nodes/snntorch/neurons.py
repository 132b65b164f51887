# SPDX-License-Identifier: GPL-3.0-or-later
# The neurons of snnTorch that compute the same: with an immediate reset to zero (reset_delay False), or, without a leak,
# with a reset by subtraction one step later. Their spikes are given the rule of Spikewright: equality fires.
import snntorch
import torch
from torch import nn

from common import *
from surrogates import *


#: helper
class SnnLeaky(nn.Module):
    """snntorch.Leaky over a sequence."""

    def __init__(self, beta, gain, v_threshold, v_reset, surrogate):
        super().__init__()
        self.gain = gain
        self.leaky = snntorch.Leaky(beta=beta, threshold=v_threshold, spike_grad=lambda x: spike(x, surrogate),
                                    reset_mechanism="subtract" if v_reset is None else "zero", reset_delay=v_reset is None)

    def begin(self):
        self.mem = None

    def step(self, x):
        mem = torch.zeros_like(x) if self.mem is None else self.mem
        s, self.mem = self.leaky(x * self.gain, mem)
        return s

    def forward(self, x):
        self.begin()
        return torch.stack([self.step(now) for now in x])


#: neuron.if
#? v_reset=0
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class SnnIF(SnnLeaky):
    """snntorch.Leaky without a leak."""

    def __init__(self, v_threshold, v_reset, surrogate):
        super().__init__(1.0, 1.0, v_threshold, v_reset, surrogate)


#: neuron.if
#? v_reset=none
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class SnnSoftIF(SnnLeaky):
    """snntorch.Leaky without a leak; what a spike takes is taken at the next step, which is the same."""

    def __init__(self, v_threshold, v_reset, surrogate):
        super().__init__(1.0, 1.0, v_threshold, v_reset, surrogate)


#: neuron.lif
#? v_reset=0
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class SnnLIF(SnnLeaky):
    """snntorch.Leaky with beta = 1 - 1 / tau."""

    def __init__(self, tau, decay_input, v_threshold, v_reset, surrogate):
        super().__init__(1.0 - 1.0 / tau, 1.0 / tau if decay_input else 1.0, v_threshold, v_reset, surrogate)


#: neuron.clif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#? v_reset=0
class SnnCLIF(nn.Module):
    """snntorch.Synaptic over a sequence."""

    def __init__(self, c_decay, v_decay, v_threshold, surrogate):
        super().__init__()
        self.synaptic = snntorch.Synaptic(alpha=c_decay, beta=v_decay, threshold=v_threshold, reset_mechanism="zero",
                                          spike_grad=lambda x: spike(x, surrogate), reset_delay=False)

    def begin(self):
        self.states = None

    def step(self, x):
        syn, mem = (torch.zeros_like(x), torch.zeros_like(x)) if self.states is None else self.states
        s, *self.states = self.synaptic(x, syn, mem)
        return s

    def forward(self, x):
        self.begin()
        return torch.stack([self.step(now) for now in x])


#: neuron.readout
#? decode=last-mem
#% sequence
class SnnReadout(nn.Module):
    """snntorch.Leaky that is never reset; its membrane is the answer."""

    def __init__(self, tau, decay_input):
        super().__init__()
        self.gain = 1.0 / tau if tau is not None and decay_input else 1.0
        self.leaky = snntorch.Leaky(beta=1.0 if tau is None else 1.0 - 1.0 / tau, reset_mechanism="none")

    def forward(self, x):
        mem, steps = torch.zeros_like(x[0]), []
        for now in x:
            _, mem = self.leaky(now * self.gain, mem)
            steps.append(mem)
        return mem, torch.stack(steps)
