# SPDX-License-Identifier: GPL-3.0-or-later
# Charge, fire, reset: the neurons of the SpikingJelly family. Equations: the node's own documentation in Spikewright.
import math

import torch
import torch.nn.functional as F
from torch import nn

from common import *
from surrogates import *


#: neuron.if
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class IF(Stepwise):
    """H = V + X; fires at v_threshold and above."""

    def __init__(self, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        h = v + x
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return s


#: neuron.lif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class LIF(Stepwise):
    """H = V + (X - (V - v_reset)) / tau, or V - (V - v_reset) / tau + X without decay_input."""

    def __init__(self, tau, decay_input, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.tau, self.decay_input = tau, decay_input
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        h = leaky_charge(v, x, 1.0 / self.tau, self.decay_input, self.v_reset)
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return s


#: neuron.parametric_lif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class ParametricLIF(Stepwise):
    """The LIF whose 1 / tau = sigmoid(w) is learned."""

    def __init__(self, init_tau, decay_input, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([-math.log(init_tau - 1.0)]))
        self.decay_input = decay_input
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        h = leaky_charge(v, x, torch.sigmoid(self.w), self.decay_input, self.v_reset)
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return s


#: neuron.qif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class QIF(Stepwise):
    """H = V + (X + a0 (V - v_rest) (V - v_c)) / tau."""

    def __init__(self, tau, v_c, a0, v_rest, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.tau, self.v_c, self.a0, self.v_rest = tau, v_c, a0, v_rest
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        h = v + (x + self.a0 * (v - self.v_rest) * (v - self.v_c)) / self.tau
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return s


#: neuron.eif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class EIF(Stepwise):
    """H = V + (X - (V - v_rest) + delta_T exp((V - theta_rh) / delta_T)) / tau."""

    def __init__(self, tau, delta_T, theta_rh, v_rest, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.tau, self.delta_T, self.theta_rh, self.v_rest = tau, delta_T, theta_rh, v_rest
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        upswing = self.delta_T * torch.exp((v - self.theta_rh) / self.delta_T)
        h = v + (x - (v - self.v_rest) + upswing) / self.tau
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return s


#: neuron.klif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class KLIF(Stepwise):
    """A LIF that fires by F = relu(k H) with a learned k."""

    def __init__(self, tau, decay_input, scale_reset, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.k = nn.Parameter(torch.ones(1))
        self.tau, self.decay_input, self.scale_reset = tau, decay_input, scale_reset
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        f = torch.relu(self.k * leaky_charge(v, x, 1.0 / self.tau, self.decay_input, self.v_reset))
        s = spike(f - self.v_threshold, self.surrogate)
        fired = s.detach() if self.detach_reset else s
        kept = f / self.k if self.scale_reset else f
        if self.v_reset is not None:
            self.state = kept * (1.0 - fired) + self.v_reset * fired
        else:
            self.state = (f - self.v_threshold * fired) / (self.k if self.scale_reset else 1.0)
        return s


#: helper
def adapt(h, w, s, v_threshold, v_reset, detach_reset, v_rest, tau_w, a, b):
    """The slow second variable, and both states after a step."""
    w = w + (a * (h - v_rest) - w) / tau_w + b * s
    fired = s.detach() if detach_reset else s
    v = h - v_threshold * fired if v_reset is None else (1.0 - fired) * h + v_reset * s
    return v, w


#: neuron.adaptive
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class AdaptiveIF(Stepwise):
    """H = V + X - W, and W follows the membrane and the spikes."""

    def __init__(self, v_rest, w_rest, tau_w, a, b, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.v_rest, self.w_rest, self.tau_w, self.a, self.b = v_rest, w_rest, tau_w, a, b
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v, w = (rest(x, self.v_reset), torch.full_like(x, self.w_rest)) if self.state is None else self.state
        h = v + x - w
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = adapt(h, w, s, self.v_threshold, self.v_reset, self.detach_reset, self.v_rest, self.tau_w, self.a, self.b)
        return s


#: neuron.izhikevich
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class Izhikevich(Stepwise):
    """H = V + (X + a0 (V - v_rest) (V - v_c) - W) / tau, and W follows the membrane and the spikes."""

    def __init__(self, tau, v_c, a0, v_rest, w_rest, tau_w, a, b, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.tau, self.v_c, self.a0 = tau, v_c, a0
        self.v_rest, self.w_rest, self.tau_w, self.a, self.b = v_rest, w_rest, tau_w, a, b
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v, w = (rest(x, self.v_reset), torch.full_like(x, self.w_rest)) if self.state is None else self.state
        h = v + (x + self.a0 * (v - self.v_rest) * (v - self.v_c) - w) / self.tau
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = adapt(h, w, s, self.v_threshold, self.v_reset, self.detach_reset, self.v_rest, self.tau_w, self.a, self.b)
        return s


#: neuron.clif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class CLIF(Stepwise):
    """C = c_decay C + X, H = v_decay V + C."""

    def __init__(self, c_decay, v_decay, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.c_decay, self.v_decay = c_decay, v_decay
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v, c = (rest(x, self.v_reset), torch.zeros_like(x)) if self.state is None else self.state
        c = self.c_decay * c + x
        h = self.v_decay * v + c
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset), c
        return s


#: neuron.sltt_lif
class SLTTLIF(Stepwise):
    """A LIF that learns through space only: the membrane that a step starts from carries no gradient."""

    def __init__(self, tau, decay_input, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.tau, self.decay_input = tau, decay_input
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        h = leaky_charge(v, x, 1.0 / self.tau, self.decay_input, self.v_reset)
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset).detach()
        return s


#: neuron.ottt_lif
class OTTTLIF(Stepwise):
    """The LIF of SLTT with a trace of its own spikes as a second output."""

    def __init__(self, tau, decay_input, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.tau, self.decay_input = tau, decay_input
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v, trace = (rest(x, self.v_reset), torch.zeros_like(x)) if self.state is None else self.state
        h = leaky_charge(v, x, 1.0 / self.tau, self.decay_input, self.v_reset)
        s = spike(h - self.v_threshold, self.surrogate)
        trace = (1.0 - 1.0 / self.tau) * trace + s.detach()
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset).detach(), trace
        return s, trace


#: helper
class SpikeCount(torch.autograd.Function):
    """clip(round(x), 0, most); backward 1 inside."""

    @staticmethod
    def forward(ctx, x, most):
        ctx.save_for_backward(x)
        ctx.most = most
        return x.round().clamp(0.0, most)

    @staticmethod
    def backward(ctx, gradient):
        x = ctx.saved_tensors[0]
        return gradient * ((x >= 0) & (x <= ctx.most)).to(gradient.dtype), None


#: neuron.i_lif
#! slope=common | The slope of a common surrogate at the nearest step of a count is not written out. | Choose the slope 'ramp'.
class ILIF(Stepwise):
    """H = V - V / tau + X, sends a count of up to D spikes."""

    def __init__(self, tau, D, v_threshold, detach_reset):
        super().__init__()
        self.tau, self.D, self.v_threshold, self.detach_reset = tau, D, v_threshold, detach_reset

    def step(self, x):
        v = torch.zeros_like(x) if self.state is None else self.state
        h = v * (1.0 - 1.0 / self.tau) + x
        s = SpikeCount.apply(h / self.v_threshold, float(self.D))
        self.state = h - self.v_threshold * (s.detach() if self.detach_reset else s)
        return s


#: neuron.st_bif
#! slope=common | The slope of a common surrogate at two thresholds is not written out. | Choose the slope 'straight'.
class STBIF(Stepwise):
    """Sends +s where q >= 1 and -s where q < 0, within bounds on the balance."""

    def __init__(self, q_threshold, level, sym, pos_max, neg_min):
        super().__init__()
        self.q_threshold = nn.Parameter(torch.tensor([q_threshold]))
        self.most = pos_max if pos_max is not None else (level // 2 - 1 if sym else level - 1)
        self.least = neg_min if neg_min is not None else (-(level // 2) if sym else 0)

    def step(self, x):
        q, balance = (torch.full_like(x, 0.5), torch.zeros_like(x)) if self.state is None else self.state
        q = q + x.detach() / self.q_threshold.detach()
        sign = ((q >= 1) & (balance < self.most)).to(x.dtype) - ((q < 0) & (balance > self.least)).to(x.dtype)
        self.state = q - sign, balance + sign
        return sign * self.q_threshold + (x - x.detach())


#: neuron.liaf
class LIAF(Stepwise):
    """Resets like a LIF, sends act(H - v_threshold) or act(H)."""

    def __init__(self, act, threshold_related, tau, decay_input, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.act = {"relu": torch.relu, "leaky_relu": F.leaky_relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh,
                    "identity": lambda h: h}[act]
        self.shift = v_threshold if threshold_related else 0.0
        self.tau, self.decay_input = tau, decay_input
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v = rest(x, self.v_reset) if self.state is None else self.state
        h = leaky_charge(v, x, 1.0 / self.tau, self.decay_input, self.v_reset)
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return self.act(h - self.shift)


#: helper
class ExchangeLeak(torch.autograd.Function):
    """Whole numbers of 1 / scale, times (4096 - decay) / 4096, cut towards zero."""

    @staticmethod
    def forward(ctx, state, decay, scale):
        decay = decay.clamp(0.0, 4096.0).round()
        ctx.save_for_backward(state, decay)
        whole = (state * scale).trunc().to(torch.int64)
        kept = torch.div(whole * (4096 - decay.to(torch.int64)), 4096, rounding_mode="trunc")
        return kept.to(state.dtype) / scale

    @staticmethod
    def backward(ctx, gradient):
        state, decay = ctx.saved_tensors
        return gradient * (1.0 - decay / 4096.0), (gradient * state / -4096.0).sum().reshape(decay.shape), None


#: helper
def quantize_8bit(w, scale, low=-256.0, high=255.0):
    """Steps of 2 / scale; the gradient passes."""
    return straight_through(w, (w / (2.0 / scale)).round() * (2.0 / scale)).clamp(low / scale, high / scale)


#: helper
def exchange_norm(x, mean, var, momentum, training, exponent_bits, mean_scale, eps=1e-5):
    """The batch norm of the exchange neurons: a mean for each channel, one power of two for all."""
    if training:
        center, spread = x.mean((0, 2, 3)), x.var(unbiased=False).reshape(1)
        n = x.numel() / x.shape[1]
        with torch.no_grad():
            mean.mul_(1.0 - momentum).add_(momentum * center)
            var.mul_(1.0 - momentum).add_(momentum * n / (n + 1.0) * spread)
    else:
        center, spread = mean, var
    center = center.view(1, -1, 1, 1)
    center = quantize_8bit(center, mean_scale) if mean_scale > 0 else center
    exponent = (spread.detach() + eps).sqrt().log2().ceil().clamp(-exponent_bits, exponent_bits)
    return (x - center) / torch.exp2(exponent)


#: neuron.cuba_lif
class CubaLIF(Stepwise):
    """The exchange neuron: current and voltage in whole numbers of 1 / (64 scale), decays in 1 / 4096."""

    def __init__(self, current_decay, voltage_decay, scale, requires_grad, norm, lava_rule, v_threshold, detach_reset,
                 surrogate, channels):
        super().__init__()
        self.current_decay = nn.Parameter(torch.tensor(4096.0 * current_decay), requires_grad)
        self.voltage_decay = nn.Parameter(torch.tensor(4096.0 * voltage_decay), requires_grad)
        self.scale, self.detach_reset, self.surrogate = scale, detach_reset, surrogate
        level = math.trunc(v_threshold * scale) / scale if lava_rule else v_threshold
        self.level = level + 0.01 / (64.0 * scale)
        self.norm = norm
        if norm != "none":
            self.register_buffer("norm_running_mean", torch.zeros(channels))
            self.register_buffer("norm_running_var", torch.zeros(1))

    def leak(self, state, decay, x):
        fine = 64.0 * self.scale
        taken = straight_through(x, (x * fine).trunc() / fine)
        return ExchangeLeak.apply(state, decay, fine) + taken

    def step(self, x):
        v, i = (torch.zeros_like(x), torch.zeros_like(x)) if self.state is None else self.state
        i = self.leak(i, self.current_decay, x)
        if self.norm != "none":
            i = exchange_norm(i, self.norm_running_mean, self.norm_running_var, 0.1, self.training, 3, self.scale)
        h = self.leak(v, self.voltage_decay, i)
        s = spike(h - self.level, self.surrogate)
        self.state = (1.0 - (s.detach() if self.detach_reset else s)) * h, i
        return s


#: neuron.psn
#% sequence
class PSN(nn.Module):
    """H = W X + B over all steps at once."""

    def __init__(self, T, surrogate):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(T, T).uniform_(-T ** -0.5, T ** -0.5))
        self.bias = nn.Parameter(torch.full((T, 1), -1.0))
        self.surrogate = surrogate

    def forward(self, x):
        h = torch.addmm(self.bias, self.weight, x.flatten(1))
        return spike(h, self.surrogate).view(x.shape)


#: neuron.masked_psn
#% sequence
class MaskedPSN(nn.Module):
    """The PSN with a band of the last k steps; _lambda_ goes from 0 (all of time) to 1 (the band)."""

    def __init__(self, k, T, lambda_init, surrogate):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(T, T).uniform_(-T ** -0.5, T ** -0.5))
        self.bias = nn.Parameter(torch.full((T, 1), -1.0))
        self.register_buffer("_lambda_", torch.tensor(lambda_init))
        self.register_buffer("band", torch.ones(T, T).tril().triu(1 - k), persistent=False)
        self.surrogate = surrogate

    def forward(self, x):
        strength = self._lambda_.clamp(max=1.0)
        weight = self.weight * (strength * self.band + (1.0 - strength))
        steps = x.shape[0]
        h = torch.addmm(self.bias[:steps], weight[:steps, :steps], x.flatten(1))
        return spike(h, self.surrogate).view(x.shape)


#: neuron.sliding_psn
#% sequence
class SlidingPSN(nn.Module):
    """A learned filter over the last k steps, then a threshold."""

    def __init__(self, k, exp_init, surrogate):
        super().__init__()
        start = torch.pow(0.5, torch.arange(k - 1, -1, -1.0)) if exp_init else torch.empty(k).uniform_(-k ** -0.5, k ** -0.5)
        self.weight = nn.Parameter(start)
        self.bias = nn.Parameter(torch.tensor(-1.0))
        self.surrogate = surrogate

    def forward(self, x):
        k, steps = self.weight.shape[0], x.shape[0]
        tap = torch.arange(steps).unsqueeze(0) - torch.arange(steps).unsqueeze(1) + k - 1
        toeplitz = self.weight[tap.clamp(0, k - 1)] * ((tap >= 0) & (tap < k)).to(x.dtype)
        return spike(toeplitz @ x.flatten(1) + self.bias, self.surrogate).view(x.shape)


#: neuron.glif
class GLIF(Stepwise):
    """Gated LIF: gates alpha, beta, gamma choose between kinds of leak, input and reset."""

    def __init__(self, T, channel_wise, init_tau, init_v_threshold, init_conduct, init_linear_decay, init_v_subreset, surrogate,
                 channels):
        super().__init__()
        size = (channels,) if channel_wise else ()

        def raw(share, *first):
            return nn.Parameter(torch.full(first + size, -math.log(1.0 / share - 1.0)))
        self.alpha, self.beta, self.gamma = (nn.Parameter(torch.empty(size).uniform_(-0.1, 0.1)) for _ in range(3))
        self.tau = raw(init_tau)
        self.v_threshold = raw(init_v_threshold)
        self.linear_decay = raw(init_v_threshold / (2.0 * T) if init_linear_decay is None else init_linear_decay)
        self.v_subreset = raw(init_v_threshold if init_v_subreset is None else init_v_subreset)
        self.conduct = raw(init_conduct, T)
        self.surrogate = surrogate

    def step(self, x):
        def gate(raw):
            return torch.sigmoid(raw).reshape(raw.shape + (1,) * (x.dim() - 2)) if raw.dim() else torch.sigmoid(raw)
        v, last, t = (torch.zeros_like(x), torch.zeros_like(x), 0) if self.state is None else self.state
        a, b, c = gate(self.alpha), gate(self.beta), gate(self.gamma)
        current = x * (1.0 - b * (1.0 - gate(self.conduct[t])))
        leak = 1.0 - a * (1.0 - gate(self.tau))
        taken = (leak * c * v + (1.0 - c) * gate(self.v_subreset)) * last
        v = leak * v + (current - (1.0 - a) * gate(self.linear_decay)) - taken
        s = spike(v - gate(self.v_threshold), self.surrogate)
        self.state = v, s, t + 1
        return s


#: helper
class RateNeuron(Stepwise):
    """Forward a spiking neuron; backward a clamp of rates over time (differentiation on spike representation)."""

    def setup(self, v_threshold, training, grad_scaling, lower_bound, alpha, keep, gain, delta_t, tau, slope, surrogate):
        self.v_threshold = nn.Parameter(torch.tensor(v_threshold), training)
        self.grad_scaling, self.lower_bound, self.alpha = grad_scaling, lower_bound, alpha
        self.keep, self.gain, self.delta_t, self.tau = keep, gain, delta_t, tau
        self.common, self.surrogate = slope == "common", surrogate

    def step(self, x):
        v = torch.zeros_like(x) if self.state is None else self.state
        h = v * self.keep + x * self.gain
        fired = spike(h - self.v_threshold * self.alpha, self.surrogate)
        self.state = h - fired * self.v_threshold
        return fired * (self.v_threshold / self.delta_t)

    def forward(self, x):
        with torch.no_grad():
            self.v_threshold.clamp_(min=self.lower_bound)
        if self.common:
            return super().forward(x)
        with torch.no_grad():
            y = super().forward(x)
        steps = x.shape[0]
        weight = torch.pow(torch.tensor(self.keep, dtype=torch.float64), torch.arange(steps - 1, -1, -1, dtype=torch.float64))
        share = (weight * (steps / weight.sum())).to(x.dtype).view(-1, *(1,) * (x.dim() - 1))
        with torch.no_grad():
            rate = (x * share).mean(0)
            top = self.v_threshold if self.tau is None else self.v_threshold * (self.tau / self.delta_t)
            inside = (rate >= 0) & (rate <= top) if self.tau is None else (rate > 0) & (rate < top)
            above = rate > top
        slope = 1.0 if self.tau is None else 1.0 / self.tau
        smooth = x.mean(0) * inside * slope + self.v_threshold * above * (self.delta_t * self.grad_scaling)
        return y + share * (smooth - smooth.detach())


#: neuron.dsr_if
#% sequence
class DSRIF(RateNeuron):
    def __init__(self, v_threshold, v_threshold_training, v_threshold_grad_scaling, v_threshold_lower_bound, alpha, slope,
                 surrogate):
        super().__init__()
        self.setup(v_threshold, v_threshold_training, v_threshold_grad_scaling, v_threshold_lower_bound, alpha,
                   1.0, 1.0, 1.0, None, slope, surrogate)


#: neuron.dsr_lif
#% sequence
class DSRLIF(RateNeuron):
    def __init__(self, v_threshold, v_threshold_training, v_threshold_grad_scaling, v_threshold_lower_bound, alpha, tau, delta_t,
                 slope, surrogate):
        super().__init__()
        keep = math.exp(-delta_t / tau)
        self.setup(v_threshold, v_threshold_training, v_threshold_grad_scaling, v_threshold_lower_bound, alpha,
                   keep, 1.0 - keep, delta_t, tau, slope, surrogate)


#: helper
class PopulationNeuron(Stepwise):
    """Neurons of one population hear each other's last spikes."""

    def setup(self, act_dim, dec_pop_dim, c_decay, v_decay, v_threshold, v_reset, detach_reset, surrogate, channels):
        each = dec_pop_dim or channels // act_dim
        self.act_dim, self.each = act_dim, each
        self.conn_weight = nn.Parameter(torch.empty(act_dim * each, 1, each).uniform_(-each ** -0.5, each ** -0.5))
        self.conn_bias = nn.Parameter(torch.empty(act_dim * each).uniform_(-each ** -0.5, each ** -0.5))
        self.c_decay, self.v_decay = c_decay, v_decay
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        if self.state is None:
            v, c = rest(x, self.v_reset), torch.zeros_like(x)
        else:
            v, c, last = self.state
            groups = last.reshape(-1, self.act_dim, self.each).transpose(0, 1)
            heard = torch.bmm(groups, self.conn_weight.view(self.act_dim, self.each, self.each).transpose(1, 2)).transpose(0, 1)
            x = x + (heard.reshape(x.shape) + self.conn_bias)
        c = self.c_decay * c + x
        h = self.v_decay * v + c
        s = spike(h - self.v_threshold, self.surrogate)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset), c, s
        return s


#: neuron.ilc_if
class ILCIF(PopulationNeuron):
    def __init__(self, act_dim, dec_pop_dim, v_threshold, v_reset, detach_reset, surrogate, channels):
        super().__init__()
        self.setup(act_dim, dec_pop_dim, 0.0, 1.0, v_threshold, v_reset, detach_reset, surrogate, channels)


#: neuron.ilc_lif
class ILCLIF(PopulationNeuron):
    def __init__(self, act_dim, dec_pop_dim, v_decay, v_threshold, v_reset, detach_reset, surrogate, channels):
        super().__init__()
        self.setup(act_dim, dec_pop_dim, 0.0, v_decay, v_threshold, v_reset, detach_reset, surrogate, channels)


#: neuron.ilc_clif
class ILCCLIF(PopulationNeuron):
    def __init__(self, act_dim, dec_pop_dim, c_decay, v_decay, v_threshold, v_reset, detach_reset, surrogate, channels):
        super().__init__()
        self.setup(act_dim, dec_pop_dim, c_decay, v_decay, v_threshold, v_reset, detach_reset, surrogate, channels)


#: neuron.mpbn_lif
class MPBNLIF(Stepwise):
    """A LIF with a batch norm on its membrane, or with that norm folded into the threshold."""

    def __init__(self, tau, decay_input, mpbn, learnable_vth, bn_momentum, fold_bn, normalize_residual, v_threshold, v_reset,
                 detach_reset, surrogate, channels):
        super().__init__()
        self.tau, self.decay_input, self.momentum = tau, decay_input, bn_momentum
        self.mpbn, self.fold, self.normalize_residual = mpbn, mpbn and fold_bn, normalize_residual
        self.v_threshold, self.v_reset = v_threshold, v_reset
        self.detach_reset, self.surrogate = detach_reset, surrogate
        self.a = nn.Parameter(torch.zeros(channels)) if learnable_vth else None
        if mpbn:
            self.vbn_weight = nn.Parameter(torch.ones(channels))
            self.vbn_bias = nn.Parameter(torch.zeros(channels))
            self.register_buffer("vbn_running_mean", torch.zeros(channels))
            self.register_buffer("vbn_running_var", torch.ones(channels))

    def step(self, x):
        def channel(values):
            return values.view(-1, *(1,) * (x.dim() - 2))
        v = rest(x, self.v_reset) if self.state is None else self.state
        low, keep = (0.0 if self.v_reset is None else self.v_reset), 1.0 - 1.0 / self.tau
        h = v * keep + (x / self.tau if self.decay_input else x) + low * (1.0 - keep)
        threshold = self.v_threshold if self.a is None else channel(self.a.exp())
        if self.fold:
            mean, weight, bias = channel(self.vbn_running_mean), channel(self.vbn_weight), channel(self.vbn_bias)
            deviation = channel((self.vbn_running_var + 1e-5).sqrt())
            threshold = (threshold - bias) * deviation / weight + mean
        elif self.mpbn:
            h = F.batch_norm(h, self.vbn_running_mean, self.vbn_running_var, self.vbn_weight, self.vbn_bias, self.training,
                             self.momentum, 1e-5)
        excess = h - threshold
        s = spike(excess, self.surrogate)
        if self.fold and self.normalize_residual:
            h = torch.where(excess <= 0, (h - mean) / deviation * weight + bias, h)
        self.state = reset_after(h, s, self.v_threshold, self.v_reset, self.detach_reset)
        return s


#: neuron.readout
#% sequence
class MembraneReadoutNeuron(Stepwise):
    """Gathers and never fires; what it has gathered is the answer."""

    def __init__(self, tau, decay_input, decode):
        super().__init__()
        self.tau, self.decay_input, self.decode = tau, decay_input, decode

    def step(self, x):
        v = torch.zeros_like(x) if self.state is None else self.state
        if self.tau is None:
            v = v + x
        else:
            v = v * (1.0 - 1.0 / self.tau) + (x / self.tau if self.decay_input else x)
        self.state = v
        return v

    def forward(self, x):
        v = super().forward(x)
        if self.decode == "last-mem":
            return v[-1], v
        if self.decode == "mean-mem":
            return v.mean(0), v
        largest, smallest = v.max(0)[0], v.min(0)[0]
        if self.decode == "max-mem":
            return largest, v
        return torch.where(largest.abs() > smallest.abs(), largest, smallest), v


#: helper
def as_tensor(x, like):
    return x if torch.is_tensor(x) else torch.full_like(like, x)


#: neuron.custom
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
class CustomNeuron(Stepwise):
    """Three formulas: the charge makes h of v and x, the fire a spike of h, the reset the new v of h and s."""

    def __init__(self, charge, fire, reset, tau, a, b, v_threshold, v_reset, detach_reset, surrogate):
        super().__init__()
        self.charge, self.fire, self.restart = charge, fire, reset
        self.numbers = v_threshold, 0.0 if v_reset is None else v_reset, tau, a, b
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def step(self, x):
        v, t = (torch.full_like(x, self.numbers[1]), 0) if self.state is None else self.state
        h = as_tensor(self.charge(x, v, None, None, *self.numbers, t), v)
        s = spike(as_tensor(self.fire(x, v, h, None, *self.numbers, t), v), self.surrogate)
        v = as_tensor(self.restart(x, v, h, s.detach() if self.detach_reset else s, *self.numbers, t), v)
        self.state = v, t + 1
        return s


#: neuron.nir_lif neuron.nir_if neuron.nir_cuba_lif neuron.nir_li neuron.nir_cuba_li neuron.nir_i neuron.nir_threshold
class NirNeuron(Stepwise):
    """A neuron of NIR: its equations in seconds, cut into steps of dt. Without dt it has no memory, without fires it sends
    its state."""

    def __init__(self, per, requires_grad, in_shape, dt=None, method="euler", tau_syn=None, w_in=None, tau=None, tau_mem=None, r=None,
                 v_leak=None, fires=None, v_threshold=None, v_reset=None, detach_reset=False, surrogate=None):
        super().__init__()
        first = {"tau": tau, "tau_mem": tau_mem, "tau_syn": tau_syn, "w_in": w_in, "r": r, "v_leak": v_leak, "v_threshold": v_threshold}
        if dt is not None and fires is not None:
            first["v_reset"] = 0.0 if v_reset is None else v_reset
        for name, value in first.items():
            if value is None:
                setattr(self, name, None)
            elif requires_grad:
                self.register_parameter(name, nn.Parameter(torch.full(own_shape(per, in_shape), float(value))))
            else:
                self.register_buffer(name, torch.full(own_shape(per, in_shape), float(value)))
        self.dt, self.method, self.fires, self.soft = dt, method, fires, v_reset is None
        self.detach_reset, self.surrogate = detach_reset, surrogate

    def kept_and_entering(self, tau):
        """Of a state: what a step keeps, and the factor on what enters."""
        k = self.dt / tau.double()
        if self.method == "euler":
            return 1.0 - k, k
        return torch.exp(-k), -torch.expm1(-k) if self.method == "exact" else k

    def begin(self):
        super().begin()
        if self.dt is None:
            return
        number = lambda x: x.to(self.r.dtype)
        tau = self.tau if self.tau_mem is None else self.tau_mem
        decay, entering = (torch.ones(1).double(), torch.full((1,), self.dt).double()) if tau is None else self.kept_and_entering(tau)
        leak = torch.zeros(1) if self.v_leak is None else number(self.v_leak.double() * entering)
        self.membrane = number(decay), number(self.r.double() * entering), leak
        if self.tau_syn is not None:
            decay, entering = self.kept_and_entering(self.tau_syn)
            self.current = number(decay), number(self.w_in.double() * entering)

    def spike(self, h):
        reached = h > self.v_threshold if self.fires == "above" else h >= self.v_threshold
        return straight_through(spike(h - self.v_threshold, self.surrogate), reached.to(h.dtype))

    def step(self, x):
        if self.dt is None:
            return self.spike(x)
        v, i = (torch.zeros_like(x), torch.zeros_like(x)) if self.state is None else self.state
        i = x if self.tau_syn is None else fused(i, self.current[0], x * self.current[1])
        decay, gain, leak = self.membrane
        h = fused(v, decay, fused(i, gain, leak))
        if self.fires is None:
            self.state = h, i
            return h
        s = self.spike(h)
        fired = s.detach() if self.detach_reset else s
        self.state = fused(fired, -self.v_threshold, h) if self.soft else (1.0 - fired) * h + fired * self.v_reset, i
        return s
