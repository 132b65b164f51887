# SPDX-License-Identifier: GPL-3.0-or-later
# Neurons and layers of sinabs.
import math

import torch
import torch.nn.functional as F
from torch import nn

from common import *
from surrogates import *


#: helper
class SinabsSpikes(torch.autograd.Function):
    """As many spikes as the threshold fits in, or one; backward a slope that depends on the threshold."""

    @staticmethod
    def forward(ctx, v, threshold, single, most, slope):
        ctx.save_for_backward(v, threshold)
        ctx.slope = slope
        if single:
            return (v >= threshold).to(v.dtype)
        return torch.where(v > 0, torch.floor(v / threshold), torch.zeros_like(v)).clamp(max=most)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.slope(*ctx.saved_tensors), None, None, None, None


#: helper
def sinabs_slope(surrogate_grad_fn, grad_width, grad_scale, window, mu, sigma, h, s, surrogate):
    """Slope of the spike count at membrane v."""
    def bell(x, sigma):
        return torch.exp(-0.5 * (x / sigma) ** 2) / (sigma * math.sqrt(2.0 * math.pi))

    def slope(v, threshold):
        x = v - threshold
        if surrogate_grad_fn == "single_exponential":
            return torch.exp(-(x / (threshold * grad_width)).abs()) * grad_scale / (threshold * grad_width)
        if surrogate_grad_fn == "heaviside":
            return (v >= threshold - window).to(v.dtype) / threshold
        if surrogate_grad_fn == "gaussian":
            return bell(x - mu, sigma) * grad_scale
        if surrogate_grad_fn == "multi_gaussian":
            sides = bell(x - sigma, s * sigma) + bell(x + sigma, s * sigma)
            return (bell(x - mu, sigma) * (1.0 + h) - h * sides) * grad_scale
        if surrogate_grad_fn == "periodic_exponential":
            place = v / threshold - 0.5
            saw = threshold * ((place - torch.floor(place)) * 2.0 - 1.0)
            return torch.exp(-torch.where(v < threshold, x, saw).abs() / grad_width) * grad_scale
        return surrogate(x)
    return slope


#: helper
class SinabsNeuron(Stepwise):
    """What the neurons of sinabs share: their numbers, spikes, resets and a connection to themselves."""

    def numbers(self, per, in_shape, train_alphas, requires_grad, spike_threshold=None, **taus):
        size = {"layer": (1,), "channel": in_shape[:1] + (1,) * (len(in_shape) - 1)}.get(per, in_shape)
        if spike_threshold is not None:
            self.register_buffer("spike_threshold", torch.full(size, float(spike_threshold)))
        self.train_alphas = train_alphas
        for name, tau in taus.items():
            if tau is not None:
                first = math.exp(-1.0 / tau) if train_alphas else tau
                self.register_parameter(self.stored(name), nn.Parameter(torch.full(size, float(first)), requires_grad))

    def stored(self, tau):
        return "alpha" + tau[3:] if self.train_alphas else tau

    def alpha(self, tau):
        value = getattr(self, self.stored(tau))
        return value if self.train_alphas else torch.exp(-1.0 / value)

    def spikes(self, spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope):
        self.single, self.most = spike_fn == "single", max_num_spikes_per_bin if spike_fn == "max" else math.inf
        self.resets, self.subtract_value, self.reset_value = reset_fn == "reset", subtract_value, reset_value
        self.min_v_mem, self.slope = min_v_mem, slope

    def connect(self, in_shape, rec_bias):
        units = math.prod(in_shape)
        bound = units ** -0.5
        self.rec_connect_weight = nn.Parameter(torch.empty(units, units).uniform_(-bound, bound))
        self.rec_connect_bias = nn.Parameter(torch.empty(units).uniform_(-bound, bound)) if rec_bias else None

    def heard(self, x, last):
        if not hasattr(self, "rec_connect_weight"):
            return x
        return x + F.linear(last.flatten(1), self.rec_connect_weight, self.rec_connect_bias).view(x.shape)

    def bounded(self, v):
        return v if self.min_v_mem is None else v.clamp(min=self.min_v_mem)

    def fire(self, h, threshold):
        count = SinabsSpikes.apply(h, threshold, self.single, self.most, self.slope)
        if self.resets:
            v = torch.where(count > 0, torch.full_like(h, self.reset_value), h)
        else:
            v = h - count * (threshold if self.subtract_value is None else self.subtract_value)
        return count, self.bounded(v)


#: neuron.sinabs_iaf
class SinabsIAF(SinabsNeuron):
    """H = V + X, as many spikes as fit."""

    def __init__(self, spike_threshold, spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope,
                 per, in_shape):
        super().__init__()
        self.numbers(per, in_shape, False, False, spike_threshold)
        self.spikes(spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope)

    def step(self, x):
        v, last = (torch.zeros_like(x), torch.zeros_like(x)) if self.state is None else self.state
        s, v = self.fire(v + self.heard(x, last), self.spike_threshold)
        self.state = v, s
        return s


#: neuron.sinabs_iaf_recurrent
class SinabsIAFRecurrent(SinabsIAF):
    def __init__(self, spike_threshold, spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope,
                 per, rec_bias, in_shape):
        super().__init__(spike_threshold, spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem,
                         slope, per, in_shape)
        self.connect(in_shape, rec_bias)


#: neuron.sinabs_lif
class SinabsLIF(SinabsNeuron):
    """I = a_syn (I + X) if there is tau_syn, H = a V + (1 - a) I, or a V + I without norm_input."""

    def __init__(self, tau_mem, tau_syn, norm_input, train_alphas, requires_grad, spike_threshold, spike_fn,
                 max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope, per, in_shape):
        super().__init__()
        self.numbers(per, in_shape, train_alphas, requires_grad, spike_threshold, tau_mem=tau_mem, tau_syn=tau_syn)
        self.spikes(spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope)
        self.synapse, self.norm_input = tau_syn is not None, norm_input

    def charge(self, x):
        v, i, last = (torch.zeros_like(x),) * 3 if self.state is None else self.state
        x = self.heard(x, last)
        i = self.alpha("tau_syn") * (i + x) if self.synapse else x
        alpha = self.alpha("tau_mem")
        return alpha * v + ((1.0 - alpha) * i if self.norm_input else i), i

    def step(self, x):
        h, i = self.charge(x)
        s, v = self.fire(h, self.spike_threshold)
        self.state = v, i, s
        return s


#: neuron.sinabs_lif_recurrent
class SinabsLIFRecurrent(SinabsLIF):
    def __init__(self, tau_mem, tau_syn, norm_input, train_alphas, requires_grad, spike_threshold, spike_fn,
                 max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope, per, rec_bias, in_shape):
        super().__init__(tau_mem, tau_syn, norm_input, train_alphas, requires_grad, spike_threshold, spike_fn,
                         max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope, per, in_shape)
        self.connect(in_shape, rec_bias)


#: neuron.sinabs_exp_leak
class SinabsExpLeak(SinabsLIF):
    """The LIF without spikes: its membrane goes out."""

    def __init__(self, tau_mem, norm_input, train_alphas, requires_grad, min_v_mem, per, in_shape):
        super().__init__(tau_mem, None, norm_input, train_alphas, requires_grad, None, "multi", 0, "subtract", None, 0.0,
                         min_v_mem, None, per, in_shape)

    def step(self, x):
        h, i = self.charge(x)
        self.state = self.bounded(h), i, torch.zeros_like(x)
        return h


#: neuron.sinabs_alif
class SinabsALIF(SinabsNeuron):
    """The LIF with a threshold that rises with its spikes."""

    def __init__(self, tau_mem, tau_adapt, tau_syn, adapt_scale, norm_input, train_alphas, requires_grad, spike_threshold, spike_fn,
                 max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope, per, in_shape):
        super().__init__()
        self.numbers(per, in_shape, train_alphas, requires_grad, spike_threshold, tau_mem=tau_mem, tau_adapt=tau_adapt,
                     tau_syn=tau_syn)
        self.spikes(spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope)
        self.synapse, self.norm_input, self.adapt_scale = tau_syn is not None, norm_input, adapt_scale

    def step(self, x):
        v, b, i, last = (torch.zeros_like(x),) * 4 if self.state is None else self.state
        x = self.heard(x, last)
        threshold = self.spike_threshold + self.adapt_scale * b
        alpha, keep = self.alpha("tau_mem"), self.alpha("tau_adapt")
        i = self.alpha("tau_syn") * (i + x) if self.synapse else x
        i = (1.0 - alpha) * i if self.norm_input else i
        s, v = self.fire(alpha * v + i, threshold)
        self.state = v, keep * b + (1.0 - keep) * s, i, s
        return s


#: neuron.sinabs_alif_recurrent
class SinabsALIFRecurrent(SinabsALIF):
    def __init__(self, tau_mem, tau_adapt, tau_syn, adapt_scale, norm_input, train_alphas, requires_grad, spike_threshold, spike_fn,
                 max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope, per, rec_bias, in_shape):
        super().__init__(tau_mem, tau_adapt, tau_syn, adapt_scale, norm_input, train_alphas, requires_grad, spike_threshold,
                         spike_fn, max_num_spikes_per_bin, reset_fn, subtract_value, reset_value, min_v_mem, slope, per, in_shape)
        self.connect(in_shape, rec_bias)


#: neuron.sinabs_spiking_layer
class SinabsSpikingLayer(Stepwise):
    """What a spike takes is taken at the next step."""

    def __init__(self, threshold, threshold_low, membrane_subtract, membrane_reset, negative_spikes, window, slope, surrogate):
        super().__init__()
        self.threshold, self.resets, self.negative = threshold, membrane_reset, negative_spikes
        self.low = None if negative_spikes else threshold_low
        self.subtract = threshold if membrane_subtract is None else membrane_subtract
        reach = threshold if window is None else window
        self.slope = surrogate if slope == "common" else lambda x: (x >= -reach).to(x.dtype) / (1.0 if membrane_reset else threshold)

    def step(self, x):
        h, last = (torch.zeros_like(x), torch.zeros_like(x)) if self.state is None else self.state
        h = x + (h * (last == 0).to(h.dtype) if self.resets else h - last * self.subtract)
        h = h if self.low is None else h.clamp(min=self.low)
        size = h.abs() if self.negative else h
        level = torch.full_like(size, self.threshold)
        count = SinabsSpikes.apply(size, level, self.resets, math.inf, lambda v, threshold: self.slope(v - threshold))
        count = count * h.detach().sign() if self.negative else count
        self.state = h, count
        return count


#: layer.cropping2d
class Cropping2d(nn.Module):
    def __init__(self, top, bottom, left, right):
        super().__init__()
        self.top, self.bottom, self.left, self.right = top, bottom, left, right

    def forward(self, x):
        return x[..., self.top:x.shape[-2] - self.bottom, self.left:x.shape[-1] - self.right]


#: layer.spiking_max_pool2d
#% sequence
class SpikingMaxPool2d(nn.Module):
    """A spike passes only from one of the most active inputs so far."""

    def __init__(self, pool_size, strides, left, right, top, bottom):
        super().__init__()
        self.pool_size, self.strides, self.border = pool_size, strides, (left, right, top, bottom)

    def pooled(self, x):
        return over_time(lambda now: F.max_pool2d(F.pad(now, self.border), self.pool_size, self.strides), x)

    def forward(self, x):
        sums = x.detach().cumsum(0)
        leading = self.pooled(sums * (x.detach() > 0)) >= self.pooled(sums)
        return self.pooled(x) * leading


#: layer.neuromorphic_relu
class NeuromorphicReLU(nn.Module):
    """A ReLU of whole numbers."""

    def __init__(self, quantize, stochastic_rounding):
        super().__init__()
        self.quantize, self.stochastic_rounding = quantize, stochastic_rounding

    def forward(self, x):
        y = torch.relu(x)
        if not self.quantize:
            return y
        if not self.stochastic_rounding:
            return straight_through(y, y.floor())
        if not self.training:
            return straight_through(y, y.round())
        return straight_through(y, y.floor() + (torch.rand_like(y) < y - y.floor()).to(y.dtype))


#: layer.quantize
class Quantize(nn.Module):
    def __init__(self, quantize):
        super().__init__()
        self.quantize = quantize

    def forward(self, x):
        return straight_through(x, x.floor()) if self.quantize else x


#: layer.merge
class SinabsMerge(nn.Module):
    """Adds two streams; the smaller one is filled up with zeros."""

    def forward(self, a, b):
        size = [max(sizes) for sizes in zip(a.shape, b.shape)]
        def filled(x):
            widths = [width for axis in reversed(range(x.dim())) for width in (0, size[axis] - x.shape[axis])]
            return F.pad(x, widths)
        return filled(a) + filled(b)


#: layer.channel_shift
class ChannelShift(nn.Module):
    """Zeros before the first channel."""

    def __init__(self, channel_shift):
        super().__init__()
        self.shift = channel_shift

    def forward(self, x):
        return F.pad(x, (0, 0) * (x.dim() - 3) + (self.shift, 0))
