# SPDX-License-Identifier: GPL-3.0-or-later
# Encoders, readouts, joins, synapses with memory, and loops of cells.
import math

import torch
import torch.nn.functional as F
from torch import nn

from common import *
from surrogates import *


#: encoder.direct
class DirectEncoder(nn.Module):
    """The same picture at every step."""

    def __init__(self, T):
        super().__init__()
        self.T = T

    def forward(self, image):
        return image.unsqueeze(0).repeat(self.T, *(1,) * image.dim())


#: encoder.poisson
#~ random
class PoissonEncoder(nn.Module):
    """A spike where a fresh uniform number is at most the brightness."""

    def __init__(self, T):
        super().__init__()
        self.T = T

    def forward(self, image):
        return (torch.rand((self.T,) + image.shape, device=image.device) <= image).to(image.dtype)


#: helper
def in_circles(code, steps):
    """One period of a code, sent round and round."""
    return code[torch.arange(steps, device=code.device) % code.shape[0]]


#: encoder.latency
class LatencyEncoder(nn.Module):
    """One spike a period, early for bright values."""

    def __init__(self, T, enc_function, periods):
        super().__init__()
        self.T, self.enc_function, self.periods = T, enc_function, periods

    def forward(self, image):
        last = float(self.T - 1)
        x = image.double().clamp(0.0, 1.0)
        if self.enc_function == "log":
            log_a = last + math.log1p(-math.exp(-last))
            time = last - torch.log1p((x.log() + log_a).exp())
            if log_a > 700:
                time = last - (x.log() + log_a).clamp(min=0.0)
        else:
            time = (1.0 - x) * last
        step = time.round().clamp(0.0, last).long()
        period = torch.arange(self.T, device=image.device).view(-1, *(1,) * image.dim())
        return in_circles((period == step).to(image.dtype), self.T * self.periods)


#: encoder.weighted_phase
class WeightedPhaseEncoder(nn.Module):
    """The binary digits of the value, the largest first."""

    def __init__(self, K, periods):
        super().__init__()
        self.K, self.periods = K, periods

    def forward(self, image):
        number = torch.floor(image.double() * 2 ** self.K).long()
        digits = [torch.div(number, 2 ** (self.K - 1 - k), rounding_mode="floor") % 2 for k in range(self.K)]
        return in_circles(torch.stack(digits).to(image.dtype), self.K * self.periods)


#: encoder.periodic
class PeriodicEncoder(nn.Module):
    """A pattern [N, T0, ...] again and again."""

    def __init__(self, T):
        super().__init__()
        self.T = T

    def forward(self, pattern):
        return in_circles(pattern.transpose(0, 1), self.T)


#: encoder.column_sequential
class ColumnSequential(nn.Module):
    """One column of the picture a step."""

    def forward(self, image):
        return image.permute(3, 0, 1, 2).flatten(2)


#: encoder.gaussian_tuning
class GaussianTuning(nn.Module):
    """Receptive fields that answer with one spike each, and the times of these."""

    def __init__(self, m, x_min, x_max, max_spike_time, channels):
        super().__init__()
        self.m, self.steps = m, max_spike_time
        self.register_buffer("x_min", torch.full((channels,), x_min))
        self.register_buffer("x_max", torch.full((channels,), x_max))

    def forward(self, image):
        span = self.x_max - self.x_min
        rank = (torch.arange(1, self.m + 1, dtype=image.dtype, device=image.device) * 2.0 - 3.0) / 2.0
        centre = self.x_min.unsqueeze(1) + span.unsqueeze(1) * rank.unsqueeze(0) / (self.m - 2)
        shape = (1, -1) + (1,) * (image.dim() - 2)
        variance = (span / (1.5 * (self.m - 2))).square().view(shape + (1,))
        answer = torch.exp((image.unsqueeze(-1) - centre.view(shape + (self.m,))).square() / (variance * -2.0))
        time = ((1.0 - answer) * self.steps).round()
        time = torch.where(time < self.steps, time, torch.full_like(time, -1.0))
        place = torch.arange(self.steps, dtype=image.dtype, device=image.device).view(-1, *(1,) * time.dim())
        return (place == time).to(image.dtype), time


#: helper
class FireStraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v, threshold):
        return (v > threshold).to(v.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


#: encoder.population
#~ random mode=random
class PopulationEncoder(nn.Module):
    """A crowd of receptive fields with learned places and widths; also sends their activity."""

    def __init__(self, mode, pop_dim, spike_ts, mean_min, mean_max, std, channels):
        super().__init__()
        self.mode, self.spike_ts = mode, spike_ts
        self.mean = nn.Parameter(torch.linspace(mean_min, mean_max, pop_dim).view(1, 1, -1).repeat(1, channels, 1))
        self.std = nn.Parameter(torch.full((1, channels, pop_dim), std))

    def forward(self, image):
        activity = torch.exp(-0.5 * (image.unsqueeze(-1) - self.mean).square() / self.std.square()).flatten(1)
        if self.mode == "rate":
            return activity.unsqueeze(0).repeat(self.spike_ts, 1, 1), activity
        steps, v = [], torch.zeros_like(activity)
        for _ in range(self.spike_ts):
            if self.mode == "random":
                steps.append(FireStraightThrough.apply(activity - torch.rand_like(activity), 0.0))
                continue
            v = v + activity
            steps.append(FireStraightThrough.apply(v, 0.999))
            v = v - steps[-1] * 0.999
        return torch.stack(steps), activity


#: encoder.img2spike
#~ random
class Img2Spike(nn.Module):
    """Brightness as a rate in hertz, at 1000 steps a second."""

    def __init__(self, tw, max_rate, norm, negative_spikes):
        super().__init__()
        self.tw, self.scale, self.negative = tw, max_rate / 1000.0 / norm, negative_spikes

    def forward(self, image):
        p = (image.abs() if self.negative else image) * self.scale
        spikes = (torch.rand((self.tw,) + image.shape, device=image.device) < p).to(image.dtype)
        return spikes * image.sign() if self.negative else spikes


#: encoder.sig2spike
#~ random spk_out=true
class Sig2Spike(nn.Module):
    """A signal [N, C, L] as tw * L steps."""

    def __init__(self, tw, norm_level, spk_out):
        super().__init__()
        self.tw, self.norm_level, self.spk_out = tw, norm_level, spk_out

    def forward(self, signal):
        x = signal.permute(2, 0, 1).repeat_interleave(self.tw, 0)
        return (torch.rand_like(x) * self.norm_level < x).to(x.dtype) if self.spk_out else x


#: encoder.one_hot
class OneHot(nn.Module):
    """n ones for the class of each sample."""

    def __init__(self, num_classes, n, out_shape):
        super().__init__()
        self.num_classes, self.n = num_classes or out_shape[0] // n, n

    def forward(self, label):
        return F.one_hot(label.long(), self.num_classes).float().repeat_interleave(self.n, 1)


#: readout.rate
#% sequence
class Rate(nn.Module):
    """Mean over all steps."""

    def forward(self, x):
        return x.sum(0) / x.shape[0]


#: readout.spike_count
#% sequence
class SpikeCounter(nn.Module):
    """Sum over all steps."""

    def forward(self, x):
        return x.sum(0)


#: readout.membrane
#% sequence
class MembraneReadout(nn.Module):
    """Mean, largest or last value."""

    def __init__(self, reduce):
        super().__init__()
        self.reduce = reduce

    def forward(self, x):
        return x.amax(0) if self.reduce == "max" else x[-1] if self.reduce == "last" else x.mean(0)


#: readout.first_spike
#% sequence
class FirstSpike(nn.Module):
    """How early each neuron first fired, and those spikes."""

    def forward(self, x):
        spikes = x.detach() != 0
        first = spikes & (spikes.int().cumsum(0) == 1)
        chosen = first * (x - x.detach() + 1.0)
        time = torch.arange(x.shape[0], dtype=x.dtype, device=x.device).view(-1, *(1,) * (x.dim() - 1))
        return chosen.sum(0) - (chosen * time).sum(0) / x.shape[0], chosen


#: readout.masked_mean
#% sequence
class MaskedMean(nn.Module):
    """Mean over the steps that the mask allows."""

    def forward(self, x, mask):
        mask = mask.reshape(x.shape[0], x.shape[1], 1)
        return (x * mask).sum(0) / mask.sum(0).clamp(min=1.0)


#: readout.moving_window
#% sequence
class MovingWindow(nn.Module):
    """Rate of the last steps, at every step."""

    def __init__(self, time_window):
        super().__init__()
        self.window = time_window

    def forward(self, x):
        return torch.stack([x[max(0, t + 1 - self.window):t + 1].sum(0) / self.window for t in range(x.shape[0])])


#: readout.confidence
class Confidence(nn.Module):
    """Rates as probabilities."""

    def __init__(self, mode):
        super().__init__()
        self.mode = mode

    def forward(self, rate):
        return rate.softmax(-1) if self.mode == "softmax" else rate / (rate.sum(-1, keepdim=True) + 1e-6)


#: container.residual
class Residual(nn.Module):
    """ADD, AND or IAND of two streams."""

    def __init__(self, connect, bottleneck_order):
        super().__init__()
        self.connect, self.bottleneck_order = connect, bottleneck_order

    def forward(self, a, b):
        if self.connect == "ADD":
            return a + b
        if self.connect == "AND":
            return a * b
        return (1.0 - b) * a if self.bottleneck_order else (1.0 - a) * b


#: container.merge
class Merge(nn.Module):
    """Joins streams value by value."""

    def __init__(self, op):
        super().__init__()
        self.op = op

    def forward(self, *streams):
        join = {"subtract": torch.sub, "multiply": torch.mul, "max": torch.maximum, "min": torch.minimum}.get(self.op, torch.add)
        y = streams[0]
        for stream in streams[1:]:
            y = join(y, stream)
        return y / len(streams) if self.op == "mean" else y


#: container.concat
class Concat(nn.Module):
    """Streams side by side; the axis is counted without time."""

    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, *streams):
        return torch.cat(streams, self.dim + 1)


#: helper
def delayed(x, steps):
    """x a number of steps later, zeros before; earlier if the number is negative."""
    gap = torch.zeros((min(abs(steps), x.shape[0]),) + x.shape[1:], dtype=x.dtype, device=x.device)
    return torch.cat((gap, x))[:x.shape[0]] if steps >= 0 else torch.cat((x[-steps:], gap))


#: helper
def delayed_each(x, steps):
    """The same with a number of steps for each channel or neuron."""
    axes = steps.dim()
    flat, each = x.flatten(2, 1 + axes), steps.flatten()
    y = torch.empty_like(flat)
    for delay in each.unique().tolist():
        y[:, :, each == delay] = delayed(flat[:, :, each == delay], int(delay))
    return y.reshape(x.shape)


#: synapse.delay
#% sequence
class Delay(nn.Module):
    """y[t] = x[t - delay_steps], zeros before."""

    def __init__(self, delay_steps):
        super().__init__()
        self.delay_steps = delay_steps

    def forward(self, x):
        return delayed(x, self.delay_steps)


#: synapse.step_delay
class StepDelay(nn.Module):
    """y[t] = x[t - 1]."""

    def __init__(self):
        super().__init__()
        self.last = None

    def forward(self, x):
        return delayed(x, 1)

    def begin(self):
        self.last = None

    def held(self):
        return self.last

    def step(self, x):
        before, self.last = self.last, x
        return torch.zeros_like(x) if before is None else before


#: synapse.delay_shift
#% sequence
class DelayShift(nn.Module):
    """Fixed delays; fractions of a step are cut off."""

    def __init__(self, delay, sampling_time, per, in_shape):
        super().__init__()
        size = {"all": (1,), "channel": in_shape[:1]}.get(per, in_shape)
        self.register_buffer("delay", torch.full(size, float(delay)))
        self.sampling_time, self.per = sampling_time, per

    def forward(self, x):
        steps = (self.delay / self.sampling_time).trunc().long()
        return delayed(x, int(steps)) if self.per == "all" else delayed_each(x, steps)


#: synapse.axon_delay
#% sequence
class AxonDelay(nn.Module):
    """y[t] = x[t - floor(d / Ts)] with a learned d: its gradient is the difference of two steps."""

    def __init__(self, sampling_time, max_delay, grad_scale, per, in_shape):
        super().__init__()
        self.delay = nn.Parameter(torch.rand(in_shape[:1] if per == "channel" else in_shape))
        self.sampling_time, self.max_delay, self.grad_scale = sampling_time, max_delay, grad_scale

    def forward(self, x):
        with torch.no_grad():
            self.delay.clamp_(0.0, self.max_delay)
        steps = (self.delay.detach() / self.sampling_time).trunc().long()
        y = delayed_each(x, steps)
        if self.delay.requires_grad and torch.is_grad_enabled():
            slope = (delayed_each(x, steps + 1) - y).detach()
            delay = self.delay.reshape(self.delay.shape + (1,) * (x.dim() - 2 - self.delay.dim()))
            y = y + slope * ((delay - delay.detach()) * self.grad_scale)
        return y


#: synapse.synapse_filter
class SynapseFilter(Stepwise):
    """I = I - (1 - X) I / tau + X."""

    def __init__(self, tau, learnable):
        super().__init__()
        self.tau = tau
        self.w = nn.Parameter(torch.tensor(-math.log(tau - 1.0))) if learnable else None

    def step(self, x):
        i = torch.zeros_like(x) if self.state is None else self.state
        rate = 1.0 / self.tau if self.w is None else torch.sigmoid(self.w)
        self.state = i + (x - 1.0) * (rate * i) + x
        return self.state


#: synapse.stateful_linear
#% sequence
class StatefulLinear(SynapseFilter):
    """A synapse filter with a linear layer behind it."""

    def __init__(self, in_features, out_features, bias, tau, learnable):
        super().__init__(tau, learnable)
        bound = in_features ** -0.5
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound)) if bias else None

    def forward(self, x):
        return F.linear(super().forward(x), self.weight, self.bias)


#: helper
def alpha_kernel(tau, Ts, smallest=0.01):
    """t / tau exp(1 - t / tau), until it has fallen below `smallest`."""
    values, t = [], 0.0
    while t <= 1e5:
        value = t / tau * math.exp(1.0 - t / tau)
        if abs(value) < smallest and t > tau:
            break
        values.append(value)
        t += Ts
    return values


#: helper
def filter_over_time(x, weight, Ts):
    """Causal filters [filters, taps], the last tap first, on every value of x [T, N, C, ...]."""
    taps, filters = weight.shape[1], weight.shape[0]
    series = F.pad(x.flatten(1).t().unsqueeze(1), (taps - 1, 0))
    y = F.conv1d(series, weight.unsqueeze(1)) * Ts
    return y.permute(2, 0, 1).reshape(x.shape + (filters,))


#: synapse.psp
#% sequence
class PSP(nn.Module):
    """Each spike becomes an alpha function."""

    def __init__(self, tauSr, Ts):
        super().__init__()
        self.register_buffer("kernel", torch.tensor(alpha_kernel(tauSr, Ts)).flip(0).unsqueeze(0), persistent=False)
        self.Ts = Ts

    def forward(self, x):
        return filter_over_time(x, self.kernel, self.Ts).squeeze(-1)


#: synapse.psp_layer
#% sequence
class PSPLayer(nn.Module):
    """A learned kernel that starts as the alpha function."""

    def __init__(self, tauSr, Ts):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(alpha_kernel(tauSr, Ts)).flip(0).unsqueeze(0))
        self.Ts = Ts

    def forward(self, x):
        return filter_over_time(x, self.weight, self.Ts).squeeze(-1)


#: synapse.psp_filter
#% sequence
class PSPFilter(nn.Module):
    """A bank of learned filters; channels times filters come out."""

    def __init__(self, nFilter, filterLength, filterScale, Ts):
        super().__init__()
        bound = filterLength ** -0.5
        self.weight = nn.Parameter(torch.empty(nFilter, filterLength).uniform_(-bound, bound) * filterScale)
        self.Ts = Ts

    def forward(self, x):
        y = filter_over_time(x, self.weight, self.Ts)
        return y.movedim(-1, 2).flatten(2, 3)


#: helper
class SpikingCells(nn.Module):
    """Recurrent cells whose hidden state is spikes, in layers and one or both directions."""

    def setup(self, gates, width, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay,
              surrogate, surrogate2):
        self.hidden_size, self.num_layers, self.directions = hidden_size, num_layers, 2 if bidirectional else 1
        self.dropout_p, self.invariant_dropout_mask, self.legacy_delay = dropout_p, invariant_dropout_mask, legacy_delay
        self.surrogate, self.surrogate2 = surrogate, surrogate2
        bound = hidden_size ** -0.5
        for direction in ("cells_", "cells_reverse_")[:self.directions]:
            for layer in range(num_layers):
                size_in = width if layer == 0 else hidden_size * self.directions
                for part, size in (("linear_ih", size_in), ("linear_hh", hidden_size)):
                    name = f"{direction}{layer}_{part}"
                    self.register_parameter(name + "_weight", nn.Parameter(torch.empty(gates * hidden_size, size).uniform_(-bound, bound)))
                    self.register_parameter(name + "_bias", nn.Parameter(torch.empty(gates * hidden_size).uniform_(-bound, bound)) if bias else None)

    def run(self, cell, x):
        def part(name):
            return getattr(self, f"{cell}_{name}")
        h = c = torch.zeros(x.shape[1], self.hidden_size, dtype=x.dtype, device=x.device)
        steps = []
        for now in F.linear(x, part("linear_ih_weight"), part("linear_ih_bias")):
            h, c = self.cell(now, F.linear(h, part("linear_hh_weight"), part("linear_hh_bias")), h, c)
            steps.append(h)
        return torch.stack(steps)

    def dropped(self, x):
        if not self.training or self.dropout_p == 0.0:
            return x
        shape = (1 if self.invariant_dropout_mask else x.shape[0],) + x.shape[1:]
        return x * (torch.rand(shape, device=x.device) >= self.dropout_p).to(x.dtype) / (1.0 - self.dropout_p)

    def forward(self, x):
        for layer in range(self.num_layers):
            x = self.dropped(x) if layer > 0 else x
            y = self.run(f"cells_{layer}", x)
            if self.directions == 2:
                y = torch.cat((y, self.run(f"cells_reverse_{layer}", x.flip(0)).flip(0)), 2)
            elif self.legacy_delay and layer + 1 < self.num_layers:
                y = torch.cat((torch.zeros_like(y[:1]), y[:-1]))
            x = y
        return x


#: container.spiking_rnn
#% sequence
class SpikingRNN(SpikingCells):
    def __init__(self, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay, surrogate,
                 channels):
        super().__init__()
        self.setup(1, channels, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay,
                   surrogate, surrogate)

    def cell(self, x, recurrent, h, c):
        return spike(x + recurrent, self.surrogate), c


#: container.spiking_lstm
#% sequence
class SpikingLSTM(SpikingCells):
    def __init__(self, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay, surrogate,
                 surrogate2, channels):
        super().__init__()
        self.setup(4, channels, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay,
                   surrogate, surrogate2)

    def cell(self, x, recurrent, h, c):
        i, f, g, o = (x + recurrent).chunk(4, 1)
        i, f, o = (spike(gate, self.surrogate) for gate in (i, f, o))
        c = c * f + i * spike(g, self.surrogate2)
        c = straight_through(c, c.clamp(max=1.0))
        return c * o, c


#: container.spiking_gru
#% sequence
class SpikingGRU(SpikingCells):
    def __init__(self, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay, surrogate,
                 surrogate2, channels):
        super().__init__()
        self.setup(3, channels, hidden_size, num_layers, bidirectional, bias, dropout_p, invariant_dropout_mask, legacy_delay,
                   surrogate, surrogate2)

    def cell(self, x, recurrent, h, c):
        (xr, xz, xn), (hr, hz, hn) = x.chunk(3, 1), recurrent.chunk(3, 1)
        r, z = spike(xr + hr, self.surrogate), spike(xz + hz, self.surrogate)
        n = spike(xn + r * hn, self.surrogate2)
        return (1.0 - z) * n + z * h, c


#: container.cuba_block
#% sequence
class CubaBlock(CubaLIF):
    """A synapse with weights of 8 bits, and the exchange neuron."""

    def __init__(self, synapse, out_features, out_channels, kernel_size, stride, padding, dilation, groups, current_decay,
                 voltage_decay, scale, requires_grad, norm, lava_rule, v_threshold, detach_reset, surrogate, channels):
        super().__init__(current_decay, voltage_decay, scale, requires_grad, norm, lava_rule, v_threshold, detach_reset, surrogate,
                         out_channels if synapse == "conv2d" else channels)
        self.synapse, self.kernel_size, self.stride, self.padding = synapse, kernel_size, stride, padding
        self.dilation, self.groups, self.scale = dilation, groups, scale
        shape = {"linear": (out_features, channels), "conv2d": (out_channels, channels // groups) + kernel_size}.get(synapse)
        if shape:
            bound = math.prod(shape[1:]) ** -0.5
            self.synapse_weight = nn.Parameter(torch.empty(shape).uniform_(-bound, bound))

    def current(self, x):
        if self.synapse == "linear":
            return F.linear(x, quantize_8bit(self.synapse_weight, self.scale))
        if self.synapse == "conv2d":
            return F.conv2d(x, quantize_8bit(self.synapse_weight, self.scale), None, self.stride, self.padding, self.dilation,
                            self.groups)
        window = torch.ones((x.shape[1], 1) + self.kernel_size, dtype=x.dtype, device=x.device)
        return F.conv2d(x, window, None, self.stride, self.padding, self.dilation, x.shape[1])

    def forward(self, x):
        return super().forward(over_time(self.current, x))
