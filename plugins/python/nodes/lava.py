# SPDX-License-Identifier: GPL-3.0-or-later
# The blocks of lava-dl: states in whole numbers of 1 / (64 scale), decays in 1 / 4096, weights in steps of 2 / scale.
import math

import torch
import torch.nn.functional as F
from torch import nn

from common import *
from surrogates import *


#: helper
def lava_steps(x, step, down=False):
    return straight_through(x, ((x / step).floor() if down else (x / step).round()) * step)


#: helper
def lava_hook(w, pre_hook_fx, num_bits, scale):
    """Rounding before each use."""
    if pre_hook_fx == "none":
        return w
    most = 256.0 if pre_hook_fx == "quantize_8bit" else 2.0 ** (num_bits + 1)
    return lava_steps(w, 2.0 / scale).clamp(-most / scale, (most - 2.0) / scale)


#: helper
class LavaNorm(nn.Module):
    """Takes off the mean of each channel, and divides by a power of two if it scales."""

    def __init__(self, channels, momentum, rounds, scale, scales, exponent_bits=3, eps=1e-5):
        super().__init__()
        self.momentum, self.rounds, self.scale = momentum, rounds, scale
        self.scales, self.bits, self.eps = scales, exponent_bits, eps
        self.register_buffer("running_mean", torch.zeros(channels))
        if scales:
            self.register_buffer("running_var", torch.zeros(1))

    def forward(self, x):
        mean, var = self.running_mean, self.running_var if self.scales else None
        if self.training:
            mean = x.mean([0, 1] + list(range(3, x.dim())))
            with torch.no_grad():
                self.running_mean.mul_(1.0 - self.momentum).add_(self.momentum * mean)
                if self.scales:
                    n, var = x.numel() / x.shape[2], x.var(unbiased=False).reshape(1)
                    self.running_var.mul_(1.0 - self.momentum).add_(self.momentum * n / (n + 1.0) * var)
        mean = mean.view(-1, *(1,) * (x.dim() - 3))
        x = x - (lava_hook(mean, "quantize_8bit", 8, self.scale) if self.rounds else mean)
        if not self.scales:
            return x
        return x / torch.exp2((var + self.eps).sqrt().log2().ceil().clamp(-self.bits, self.bits))


#: layer.mean_only_batch_norm
#% sequence
class MeanOnlyBatchNorm(LavaNorm):
    def __init__(self, momentum, quantize, scale, channels):
        super().__init__(channels, momentum, quantize, scale, False)


#: layer.wgt_scale_batch_norm
#% sequence
class WgtScaleBatchNorm(LavaNorm):
    def __init__(self, momentum, quantize, scale, weight_exp_bits, eps, channels):
        super().__init__(channels, momentum, quantize, scale, True, weight_exp_bits, eps)


#: layer.lava_quantize
class LavaQuantize(nn.Module):
    """Rounds to multiples of `step` between low and high of them."""

    def __init__(self, step, mode, low, high):
        super().__init__()
        self.quantum, self.down = step, mode == "FLOOR"
        self.low = -math.inf if low is None else low * step
        self.high = math.inf if high is None else high * step

    def forward(self, x):
        return lava_steps(x, self.quantum, self.down).clamp(self.low, self.high)


#: layer.lava_input
class LavaInput(nn.Module):
    """Scales and shifts the data, all rounded."""

    def __init__(self, weight, bias, pre_hook_fx, num_bits, scale):
        super().__init__()
        self.weight = None if weight is None else nn.Parameter(torch.tensor([weight]))
        self.bias = None if bias is None else nn.Parameter(torch.tensor([bias]))
        self.hook = pre_hook_fx, num_bits, scale

    def forward(self, x):
        y = lava_hook(x, *self.hook)
        y = y if self.weight is None else y * lava_hook(self.weight, *self.hook)
        return y if self.bias is None else y + lava_hook(self.bias, *self.hook)


#: layer.average
class Average(nn.Module):
    """Several neurons vote for one output."""

    def __init__(self, num_outputs):
        super().__init__()
        self.num_outputs = num_outputs

    def forward(self, x):
        flat = x.flatten(2)
        return flat.reshape(flat.shape[:2] + (self.num_outputs, -1)).mean(3)


#: layer.time_decimation
#% sequence
class TimeDecimation(nn.Module):
    """The mean of `factor` steps becomes one."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        missing = -x.shape[0] % self.factor
        x = torch.cat((x, torch.zeros((missing,) + x.shape[1:], dtype=x.dtype, device=x.device)))
        return x.reshape((-1, self.factor) + x.shape[1:]).mean(1)


#: layer.sigma
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#% sequence
class Sigma(nn.Module):
    """Adds the changes up again."""

    def forward(self, x):
        sums, steps = torch.zeros_like(x[0]), []
        for now in x:
            sums = sums + now
            steps.append(sums)
        return torch.stack(steps)


#: helper
class DeltaSend(torch.autograd.Function):
    """Sends a change that is large enough; backward, the change itself (and a slope for the threshold)."""

    @staticmethod
    def forward(ctx, change, error, threshold, tau, scale):
        ctx.save_for_backward(change, error, threshold)
        ctx.tau, ctx.scale = tau, scale
        return change * (error.abs() >= threshold).to(change.dtype)

    @staticmethod
    def backward(ctx, gradient):
        change, error, threshold = ctx.saved_tensors
        near = torch.exp(-(error.abs() - threshold).abs() / ctx.tau)
        slope = torch.where(error.abs() > threshold, -change * ctx.scale * near / threshold, -change.sign())
        return gradient, None, (gradient * slope).sum_to_size(threshold.shape), None, None


#: helper
class DeltaUnit(nn.Module):
    """Sends the change since what it sent last, where that is at least the threshold."""

    def __init__(self, threshold, scale, channels, requires_grad, cum_error, fixed_point, tau_grad, scale_grad):
        super().__init__()
        self.threshold = nn.Parameter(torch.full((channels,), float(threshold)), requires_grad)
        self.scale, self.cum_error, self.fixed_point = scale, cum_error, fixed_point
        self.tau_grad, self.scale_grad = tau_grad, scale_grad

    def forward(self, x):
        with torch.no_grad():
            self.threshold.clamp_(min=1.0 / self.scale)
        threshold = self.threshold if self.threshold.numel() == 1 else self.threshold.view(-1, *(1,) * (x.dim() - 3))
        last, held, sums, steps = torch.zeros_like(x[0]), torch.zeros_like(x[0]), torch.zeros_like(x[0]), []
        for now in x:
            change = now - last + held
            error = sums + change.detach() if self.cum_error else change.detach()
            sent = DeltaSend.apply(change, error, threshold, self.tau_grad, self.scale_grad)
            last, held = now, (change - sent).detach()
            if self.cum_error:
                sums = torch.where(sent.detach().abs() > 0, torch.zeros_like(error), error)
            steps.append(lava_steps(sent, 1.0 / self.scale, True) if self.fixed_point else sent)
        return torch.stack(steps)


#: encoder.delta
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#% sequence
class DeltaEncoder(DeltaUnit):
    def __init__(self, threshold, scale, shared_param, requires_grad, cum_error, fixed_point, tau_grad, scale_grad, channels):
        super().__init__(threshold, scale, 1 if shared_param else channels, requires_grad, cum_error, fixed_point, tau_grad,
                         scale_grad)


#: neuron.lava_sigma_delta
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! slope=common | The slope of a common surrogate is not written out for this neuron. | Choose the slope 'lava'.
#% sequence
#> .=.
class SigmaDelta(nn.Module):
    """Sums changes, applies an activation, and sends the changes of that."""

    def __init__(self, threshold, scale, shared_param, requires_grad, cum_error, fixed_point, tau_grad, scale_grad, activation,
                 bias, norm, dropout, in_shape):
        super().__init__()
        level = math.trunc(threshold * scale) / scale if fixed_point else threshold
        self.delta = DeltaUnit(level, 64.0 * scale, 1 if shared_param else in_shape[0], requires_grad, cum_error, fixed_point,
                               tau_grad, scale_grad)
        self.bias = nn.Parameter(torch.zeros(in_shape), requires_grad) if bias else None
        self.norm = LavaNorm(in_shape[0], 0.1, True, scale, norm == "WgtScaleBatchNorm") if norm != "none" else None
        self.activation = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}.get(activation, lambda x: x)
        self.sigma, self.dropout = Sigma(), KeptDropout(dropout)

    def forward(self, x):
        value = self.sigma(x)
        value = value if self.norm is None else self.norm(value)
        value = value if self.bias is None else value + self.bias
        return self.dropout(self.delta(self.activation(value)))


#: helper
class LavaLeak(torch.autograd.Function):
    """state * factor / 4096 in whole numbers of 1 / fine, cut towards zero; fine 0: plain numbers."""

    @staticmethod
    def forward(ctx, state, factor, fine):
        ctx.save_for_backward(state, factor)
        if fine == 0:
            return state * factor / 4096.0
        whole = (state * fine).round().to(torch.int64)
        return torch.div(whole * factor.to(torch.int64), 4096, rounding_mode="trunc").to(state.dtype) / fine

    @staticmethod
    def backward(ctx, gradient):
        state, factor = ctx.saved_tensors
        return gradient * factor / 4096.0, (gradient * state / 4096.0).sum_to_size(factor.shape), None


#: helper
class LavaSpike(torch.autograd.Function):
    """Fires as told; backward the slope at the distance from the threshold."""

    @staticmethod
    def forward(ctx, voltage, fires, distance, slope, graded):
        ctx.save_for_backward(distance)
        ctx.slope = slope
        return fires.to(voltage.dtype) * voltage if graded else fires.to(voltage.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.slope(ctx.saved_tensors[0]), None, None, None, None


#: helper
class LavaNeuron(Stepwise):
    """What the neurons of lava-dl share: the grid of whole numbers, decays, slope, norm and dropout."""

    def setup(self, decays, threshold, scale, fixed_point, requires_grad, slope, surrogate, graded_spike, tau_grad, scale_grad,
              tau_factor, scale_factor, norm, dropout, in_shape, shared_param, inputs=1):
        size = 1 if shared_param else in_shape[0]
        for name, value in decays.items():
            self.register_parameter(name, nn.Parameter(torch.full((size,), 4096.0 * value), requires_grad))
        self.fine = 64.0 * scale if fixed_point else 0.0
        self.threshold = math.trunc(threshold * scale) / scale if fixed_point else threshold
        self.scale, self.graded, self.dropout = scale, graded_spike, KeptDropout(dropout)
        lava = lava_graded_slope if graded_spike else lava_laplacian_slope
        self.slope = surrogate if slope == "common" else lava(tau_grad, scale_grad, tau_factor, scale_factor, self.threshold)
        self.norms = [] if norm == "none" else [
            LavaNorm(in_shape[0], 0.1, True, scale, norm == "WgtScaleBatchNorm") for _ in range(inputs)]
        for i, one in enumerate(self.norms):
            self.add_module(("norm", "norm_imag")[i] if inputs == 1 else ("real_norm", "imag_norm")[i], one)

    def factor(self, decay, x, keep=True):
        with torch.no_grad():
            decay.clamp_(0.0, 4096.0)
        d = straight_through(decay, decay.round()) if self.fine else decay
        d = 4096.0 - d if keep else d
        return d.view(-1, *(1,) * (x.dim() - 2)) if d.numel() > 1 else d

    def taken(self, x):
        return straight_through(x, (x * self.fine).trunc() / self.fine) if self.fine else x

    def cut(self, value):
        return math.trunc(value * self.scale) / self.scale if self.fine else value

    def advance_adaptation(self, threshold, refractory, fired, threshold_step, x):
        """Threshold and refractory term of the next step; no gradient."""
        with torch.no_grad():
            after, raised = refractory + fired * threshold * 2.0, threshold + fired * self.cut(threshold_step)
            refractory = LavaLeak.apply(after, self.factor(self.refractory_decay, x), self.fine)
            threshold = LavaLeak.apply(raised - self.threshold, self.factor(self.threshold_decay, x), self.fine) + self.threshold
        return threshold, refractory

    def forward(self, *x):
        if not getattr(self, "norm_inside", False):
            x = [norm(one) for norm, one in zip(self.norms, x)] or x
        return self.dropout(super().forward(*x))


#: neuron.lava_cuba
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#> .=.
class LavaCuba(LavaNeuron):
    """The Loihi neuron: current and voltage leak, fires above the threshold, then the voltage is 0."""

    norm_inside = True

    def __init__(self, threshold, current_decay, voltage_decay, tau_grad, scale_grad, scale, norm, dropout, shared_param,
                 requires_grad, graded_spike, fixed_point, slope, surrogate, in_shape):
        super().__init__()
        self.setup({"current_decay": current_decay, "voltage_decay": voltage_decay}, threshold, scale, fixed_point, requires_grad,
                   slope, surrogate, graded_spike, tau_grad, scale_grad, 100.0, 0.1, norm, dropout, in_shape, shared_param)

    def step(self, x):
        current, voltage = (torch.zeros_like(x), torch.zeros_like(x)) if self.state is None else self.state
        current = LavaLeak.apply(current, self.factor(self.current_decay, x), self.fine) + self.taken(x)
        normed = self.taken(self.norms[0](current.unsqueeze(0)).squeeze(0)) if self.norms else current
        start = straight_through(voltage, torch.where(voltage > self.threshold, torch.zeros_like(voltage), voltage))
        voltage = LavaLeak.apply(start, self.factor(self.voltage_decay, x), self.fine) + normed
        self.state = current, voltage
        distance = voltage - self.threshold - (0.01 / self.fine if self.fine else 0.0)
        return LavaSpike.apply(voltage, voltage > self.threshold, distance, self.slope, self.graded)


#: layer.lava_affine
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
class LavaAffine(LavaNeuron):
    """The voltage of a CUBA that never fires."""

    def __init__(self, current_decay, voltage_decay, scale, shared_param, requires_grad, fixed_point, in_shape):
        super().__init__()
        self.setup({"current_decay": current_decay, "voltage_decay": voltage_decay}, 1.0, scale, fixed_point, requires_grad,
                   "lava", None, False, 1.0, 1.0, 100.0, 0.1, "none", 0.0, in_shape, shared_param)

    def step(self, x):
        current, voltage = (torch.zeros_like(x), torch.zeros_like(x)) if self.state is None else self.state
        current = LavaLeak.apply(current, self.factor(self.current_decay, x), self.fine) + self.taken(x)
        voltage = LavaLeak.apply(voltage, self.factor(self.voltage_decay, x), self.fine) + current
        self.state = current, voltage
        return voltage


#: neuron.lava_alif
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#% norm=MeanOnlyBatchNorm
#% norm=WgtScaleBatchNorm
#> .=.
class LavaAlif(LavaNeuron):
    """Each spike raises the threshold and a refractory term; the voltage is not reset."""

    def __init__(self, threshold, current_decay, voltage_decay, threshold_step, threshold_decay, refractory_decay, tau_grad,
                 scale_grad, scale, norm, dropout, shared_param, requires_grad, graded_spike, fixed_point, slope, surrogate,
                 in_shape):
        super().__init__()
        self.setup({"current_decay": current_decay, "voltage_decay": voltage_decay, "threshold_decay": threshold_decay,
                    "refractory_decay": refractory_decay}, threshold, scale, fixed_point, requires_grad, slope, surrogate,
                   graded_spike, tau_grad, scale_grad, 100.0, 0.1, norm, dropout, in_shape, shared_param)
        self.threshold_step = threshold_step

    def step(self, x):
        zero = torch.zeros_like(x)
        current, voltage, threshold, refractory, fired = \
            (zero, zero, zero + self.threshold, zero, zero) if self.state is None else self.state
        threshold, refractory = self.advance_adaptation(threshold, refractory, fired, self.threshold_step, x)
        current = LavaLeak.apply(current, self.factor(self.current_decay, x), self.fine) + self.taken(x)
        voltage = LavaLeak.apply(voltage, self.factor(self.voltage_decay, x), self.fine) + current
        bar = threshold + refractory
        fires = voltage >= bar
        self.state = current, voltage, threshold, refractory, fires.to(x.dtype)
        return LavaSpike.apply(voltage, fires, voltage - bar, self.slope, self.graded)


#: helper
class LavaResonator(LavaNeuron):
    """A rotation by 2 pi / period that shrinks by 1 - decay each step."""

    def setup_rotation(self, period, decay, adaptive, izhikevich, others, *rest):
        angle, radius = 2.0 * math.pi / period, 1.0 - decay
        self.adaptive, self.izhikevich = adaptive, izhikevich
        self.setup({"sin_decay": radius * math.sin(angle), "cos_decay": radius * math.cos(angle), **others}, *rest, inputs=2)

    def turned(self, re, im, x_re, x_im):
        with torch.no_grad():
            gain = (self.sin_decay ** 2 + self.cos_decay ** 2).sqrt()
            shrink = torch.where(gain > 4095.0, 4095.0 / gain, torch.ones_like(gain))
            self.sin_decay.mul_(shrink).clamp_(min=1.0)
            self.cos_decay.mul_(shrink).clamp_(min=0.0)
        sine, cosine = self.factor(self.sin_decay, x_re, False), self.factor(self.cos_decay, x_re, False)
        new_re = LavaLeak.apply(re, cosine, self.fine) - LavaLeak.apply(im, sine, self.fine) + self.taken(x_re)
        new_im = LavaLeak.apply(re, sine, self.fine) + LavaLeak.apply(im, cosine, self.fine) + self.taken(x_im)
        return new_re, new_im

    def step(self, x_re, x_im):
        zero = torch.zeros_like(x_re)
        re, im, threshold, refractory, fired = (zero, zero, zero + self.threshold, zero, zero) if self.state is None else self.state
        before, bar = im, self.threshold
        if self.adaptive:
            threshold, refractory = self.advance_adaptation(threshold, refractory, fired, self.threshold_step, x_re)
            bar = threshold + refractory
        elif self.izhikevich:
            below = self.threshold - (1.0 / self.fine if self.fine else 1.0 / (64.0 * self.scale))
            over = im >= self.threshold
            re = straight_through(re, torch.where(over, zero, re))
            im = straight_through(im, torch.where(over, zero + below, im))
        re, im = self.turned(re, im, x_re, x_im)
        size = im if self.izhikevich else re
        fires = size >= bar
        if not self.izhikevich:
            fires = fires & (im >= 0) & (before < 0)
        self.state = re, im, threshold, refractory, fires.to(re.dtype)
        return self.fire(size, im, fires, bar)

    def fire(self, size, im, fires, bar):
        if self.izhikevich:
            return LavaSpike.apply(size, fires, size - bar, self.slope, self.graded)
        return PhaseSpike.apply(size, im, fires, bar, self.tau, self.height, self.graded)


#: helper
class PhaseSpike(torch.autograd.Function):
    """A spike where the real part is high while the imaginary part crosses zero; slopes towards both."""

    @staticmethod
    def forward(ctx, re, im, fires, bar, tau, height, graded):
        ctx.save_for_backward(re, im, re - bar)
        ctx.tau, ctx.height, ctx.graded = tau, height, graded
        return fires.to(re.dtype) * re if graded else fires.to(re.dtype)

    @staticmethod
    def backward(ctx, gradient):
        re, im, over = ctx.saved_tensors
        tau = ctx.tau
        near_re = torch.exp((over.clamp(max=0.0) if ctx.graded else -over.abs()) / tau) / (2.0 * tau)
        near_im = torch.exp(-im.abs() / tau) / (2.0 * tau)
        step_re = 0.5 * (1.0 + over.sign() * (1.0 - 2.0 * tau * near_re))
        to_re = ctx.height * near_re * near_im
        to_im = -ctx.height / tau * im.sign() * near_im * step_re
        return gradient * to_re, gradient * to_im, None, None, None, None, None


#: neuron.lava_rf
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#! slope=common | A common surrogate is not written out for two-dimensional phases. | Choose the slope 'lava'.
#% norm=MeanOnlyBatchNorm
#% norm=WgtScaleBatchNorm
#> .=.
class LavaRF(LavaResonator):
    def __init__(self, threshold, period, decay, tau_grad, scale_grad, scale, norm, dropout, shared_param, requires_grad,
                 graded_spike, fixed_point, in_shape):
        super().__init__()
        self.setup_rotation(period, decay, False, False, {}, threshold, scale, fixed_point, requires_grad, "lava", None,
                            graded_spike, tau_grad, scale_grad, 0.5, 10.0, norm, dropout, in_shape, shared_param)
        self.tau, self.height = tau_grad * self.threshold * 0.5, scale_grad * 10.0


#: neuron.lava_rf_iz
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#% norm=MeanOnlyBatchNorm
#% norm=WgtScaleBatchNorm
#> .=.
class LavaRFIz(LavaResonator):
    def __init__(self, threshold, period, decay, tau_grad, scale_grad, scale, norm, dropout, shared_param, requires_grad,
                 graded_spike, fixed_point, slope, surrogate, in_shape):
        super().__init__()
        self.setup_rotation(period, decay, False, True, {}, threshold, scale, fixed_point, requires_grad, slope, surrogate,
                            graded_spike, tau_grad, scale_grad, 100.0, 0.1, norm, dropout, in_shape, shared_param)


#: neuron.lava_adrf
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#! slope=common | A common surrogate is not written out for two-dimensional phases. | Choose the slope 'lava'.
#% norm=MeanOnlyBatchNorm
#% norm=WgtScaleBatchNorm
#> .=.
class LavaADRF(LavaResonator):
    def __init__(self, threshold, period, decay, threshold_step, threshold_decay, refractory_decay, tau_grad, scale_grad, scale,
                 norm, dropout, shared_param, requires_grad, graded_spike, fixed_point, in_shape):
        super().__init__()
        self.setup_rotation(period, decay, True, False, {"threshold_decay": threshold_decay, "refractory_decay": refractory_decay},
                            threshold, scale, fixed_point, requires_grad, "lava", None, graded_spike, tau_grad, scale_grad, 100.0,
                            0.1, norm, dropout, in_shape, shared_param)
        self.threshold_step = threshold_step
        self.tau, self.height = tau_grad * self.threshold * 100.0, scale_grad * 0.1


#: neuron.lava_adrf_iz
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#% norm=MeanOnlyBatchNorm
#% norm=WgtScaleBatchNorm
#> .=.
class LavaADRFIz(LavaResonator):
    def __init__(self, threshold, period, decay, threshold_step, threshold_decay, refractory_decay, tau_grad, scale_grad, scale,
                 norm, dropout, shared_param, requires_grad, graded_spike, fixed_point, slope, surrogate, in_shape):
        super().__init__()
        self.setup_rotation(period, decay, True, True, {"threshold_decay": threshold_decay, "refractory_decay": refractory_decay},
                            threshold, scale, fixed_point, requires_grad, slope, surrogate, graded_spike, tau_grad, scale_grad,
                            100.0, 0.1, norm, dropout, in_shape, shared_param)
        self.threshold_step = threshold_step


#: layer.lava_rf_affine
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
class LavaRFAffine(LavaResonator):
    """The imaginary part of a resonator that never fires."""

    def __init__(self, period, decay, scale, shared_param, requires_grad, fixed_point, in_shape):
        super().__init__()
        self.setup_rotation(period, decay, False, False, {}, 1.0, scale, fixed_point, requires_grad, "lava", None, False, 1.0, 1.0,
                            0.5, 10.0, "none", 0.0, in_shape, shared_param)

    def fire(self, size, im, fires, bar):
        return im


#: helper
class LavaSynapse(nn.Module):
    """Weights without bias, rounded before each use; `parts` of them read the same input."""

    def setup(self, shape, fan_in, weight_scale, weight_norm, pre_hook_fx, num_bits, scale, parts=("",), learned=True, mask="all"):
        self.hook, self.parts, self.weight_norm = (pre_hook_fx, num_bits, scale), parts, weight_norm
        for part in parts:
            start = torch.empty(shape).uniform_(-fan_in ** -0.5, fan_in ** -0.5) if learned else torch.ones(shape)
            start = start * weight_scale
            if weight_norm:
                self.register_parameter(part + "weight_v", nn.Parameter(start, learned))
                size = start.flatten(1).norm(2, 1).view(-1, *(1,) * (len(shape) - 1))
                self.register_parameter(part + "weight_g", nn.Parameter(size, learned))
            else:
                self.register_parameter(part + "weight", nn.Parameter(start, learned))
            self.register_buffer(part + "mask", None if mask == "all" else torch.ones(shape))

    def used(self, part):
        mask = getattr(self, part + "mask")
        if self.weight_norm:
            v, g = getattr(self, part + "weight_v"), getattr(self, part + "weight_g")
            w = v * (g / v.flatten(1).norm(2, 1).view(g.shape).clamp(min=1e-30))
        else:
            w = getattr(self, part + "weight")
        return lava_hook(w if mask is None else w * mask, *self.hook)

    def forward(self, x):
        y = tuple(over_time(lambda now: self.through(now, self.used(part)), x) for part in self.parts)
        return y if len(y) > 1 else y[0]


#: helper
class LavaDenseMap(LavaSynapse):
    def through(self, x, weight):
        return F.linear(x.flatten(1), weight)


#: helper
class LavaWindow(LavaSynapse):
    def window(self, kernel_size, stride, padding, dilation, groups=1):
        self.kernel_size, self.stride, self.padding, self.dilation, self.groups = kernel_size, stride, padding, dilation, groups


#: helper
class LavaConvMap(LavaWindow):
    def through(self, x, weight):
        return F.conv2d(x, weight, None, self.stride, self.padding, self.dilation, self.groups)


#: helper
class LavaConvTransposeMap(LavaWindow):
    def through(self, x, weight):
        return F.conv_transpose2d(x, weight, None, self.stride, self.padding, 0, self.groups, self.dilation)


#: helper
class LavaPoolMap(LavaWindow):
    def through(self, x, weight):
        below, right = (-x.shape[2] % self.kernel_size[0], -x.shape[3] % self.kernel_size[1])
        maps = F.pad(x, (0, right, 0, below)).flatten(0, 1).unsqueeze(1)
        y = F.conv2d(maps, weight, None, self.stride, self.padding, self.dilation)
        return y.reshape(x.shape[:2] + y.shape[2:])


#: helper
class LavaUnpoolMap(LavaWindow):
    def through(self, x, weight):
        y = F.conv_transpose2d(x.flatten(0, 1).unsqueeze(1), weight, None, self.stride, self.padding, 0, 1, self.dilation)
        return y.reshape(x.shape[:2] + y.shape[2:])


#: synapse.lava_dense
class LavaDense(LavaDenseMap):
    def __init__(self, in_neurons, out_neurons, weight_scale, weight_norm, pre_hook_fx, num_bits, scale, mask):
        super().__init__()
        self.setup((out_neurons, in_neurons), in_neurons, weight_scale, weight_norm, pre_hook_fx, num_bits, scale, mask=mask)


#: synapse.lava_complex_dense
class LavaComplexDense(LavaDenseMap):
    def __init__(self, in_neurons, out_neurons, weight_scale, weight_norm, pre_hook_fx, num_bits, scale, mask):
        super().__init__()
        self.setup((out_neurons, in_neurons), in_neurons, weight_scale, weight_norm, pre_hook_fx, num_bits, scale,
                   ("real_", "imag_"), mask=mask)


#: synapse.lava_conv
class LavaConv(LavaConvMap):
    parts_of_weight = ("",)

    def __init__(self, in_channels, out_features, kernel_size, stride, padding, dilation, groups, weight_scale, weight_norm,
                 pre_hook_fx, num_bits, scale):
        super().__init__()
        self.window(kernel_size, stride, padding, dilation, groups)
        shape = (out_features, in_channels // groups) + kernel_size
        self.setup(shape, math.prod(shape[1:]), weight_scale, weight_norm, pre_hook_fx, num_bits, scale, self.parts_of_weight)


#: synapse.lava_complex_conv
class LavaComplexConv(LavaConv):
    parts_of_weight = ("real_", "imag_")


#: synapse.lava_conv_transpose
class LavaConvTranspose(LavaConvTransposeMap):
    parts_of_weight = ("",)

    def __init__(self, in_channels, out_features, kernel_size, stride, padding, dilation, groups, weight_scale, weight_norm,
                 pre_hook_fx, num_bits, scale):
        super().__init__()
        self.window(kernel_size, stride, padding, dilation, groups)
        shape = (in_channels, out_features // groups) + kernel_size
        self.setup(shape, math.prod(shape[1:]), weight_scale, weight_norm, pre_hook_fx, num_bits, scale, self.parts_of_weight)


#: synapse.lava_complex_conv_transpose
class LavaComplexConvTranspose(LavaConvTranspose):
    parts_of_weight = ("real_", "imag_")


#: synapse.lava_pool
class LavaPool(LavaPoolMap):
    parts_of_weight = ("",)

    def __init__(self, kernel_size, stride, padding, dilation, weight_scale, weight_norm, pre_hook_fx, num_bits, scale):
        super().__init__()
        self.window(kernel_size, stride, padding, dilation)
        self.setup((1, 1) + kernel_size, 1, weight_scale, weight_norm, pre_hook_fx, num_bits, scale, self.parts_of_weight, False)


#: synapse.lava_complex_pool
class LavaComplexPool(LavaPool):
    parts_of_weight = ("real_", "imag_")


#: synapse.lava_unpool
class LavaUnpool(LavaUnpoolMap):
    parts_of_weight = ("",)

    def __init__(self, kernel_size, stride, padding, dilation, weight_scale, weight_norm, pre_hook_fx, num_bits, scale):
        super().__init__()
        self.window(kernel_size, stride, padding, dilation)
        self.setup((1, 1) + kernel_size, 1, weight_scale, weight_norm, pre_hook_fx, num_bits, scale, self.parts_of_weight, False)


#: synapse.lava_complex_unpool
class LavaComplexUnpool(LavaUnpool):
    parts_of_weight = ("real_", "imag_")


#: helper
class LavaLoop:
    """Before a neuron: a dense synapse, and the neuron's spikes of the step before through a matrix of their own."""

    def setup_loop(self, synapse, in_shape, out_neurons, detach_state, *weights):
        self.detach_state = detach_state
        self.add_module(synapse, self.dense(math.prod(in_shape), out_neurons, *weights))
        self.entry = synapse

    @staticmethod
    def dense(inputs, outputs, *weights):
        synapse = LavaDenseMap()
        synapse.setup((outputs, inputs), inputs, *weights)
        return synapse

    def begin(self):
        super().begin()
        self.last = None

    def forward(self, x):
        return Stepwise.forward(self, x)

    def step(self, x):
        weight, bias = self.feedback()
        synapse = getattr(self, self.entry)
        y = synapse.through(x, synapse.used(""))
        y = y + F.linear(torch.zeros_like(y) if self.last is None else self.last, weight, bias)
        if self.norms and not getattr(self, "norm_inside", False):
            y = self.norms[0](y.unsqueeze(0)).squeeze(0)
        if self.detach_state and self.state is not None:
            self.state = tuple(state.detach() for state in self.state)
        self.last = self.dropout(super().step(y).unsqueeze(0)).squeeze(0)
        return self.last


#: helper
class LavaRecurrent(LavaLoop):
    def setup_recurrent(self, in_shape, out_neurons, detach_state, *weights):
        self.setup_loop("input_synapse", in_shape, out_neurons, detach_state, *weights)
        self.recurrent_synapse = self.dense(out_neurons, out_neurons, *weights)

    def feedback(self):
        return self.recurrent_synapse.used(""), None


#: helper
class LavaKwta(LavaLoop):
    """Its own spike excites each neuron, the others' inhibit; the bias wakes as many as may win."""

    def setup_kwta(self, num_winners, self_excitation, learn_excitation, in_shape, out_neurons, detach_state, *weights):
        self.setup_loop("synapse", in_shape, out_neurons, detach_state, *weights)
        self.neurons, self.winners = out_neurons, num_winners
        first = torch.tensor([float(self_excitation)])
        if learn_excitation:
            self.self_excitation = nn.Parameter(first)
        else:
            self.register_buffer("self_excitation", first)

    def feedback(self):
        with torch.no_grad():
            self.self_excitation.clamp_(0.0, 1.0)
        n = self.neurons
        weight = (self.self_excitation + 1.0) * torch.eye(n, device=self.self_excitation.device) - 1.0
        bias = torch.full_like(self.self_excitation.detach(), self.threshold * (n - 2.0 * self.winners) / n / self.scale)
        if not self.fine:
            return weight, bias.expand(n)
        return lava_hook(weight, "quantize_8bit", 8, self.scale), lava_hook(bias, "quantize_8bit", 8, self.scale).expand(n)


#: container.lava_recurrent
#? neuron=cuba
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#> .=.
class LavaRecurrentCuba(LavaRecurrent, LavaCuba):
    def __init__(self, out_neurons, detach_state, weight_scale, weight_norm, pre_hook_fx, num_bits, threshold, current_decay,
                 voltage_decay, tau_grad, scale_grad, scale, norm, dropout, shared_param, requires_grad, graded_spike, fixed_point,
                 slope, surrogate, in_shape):
        super().__init__(threshold, current_decay, voltage_decay, tau_grad, scale_grad, scale, norm, dropout, shared_param,
                         requires_grad, graded_spike, fixed_point, slope, surrogate, (out_neurons,))
        self.setup_recurrent(in_shape, out_neurons, detach_state, weight_scale, weight_norm, pre_hook_fx, num_bits, scale)


#: container.lava_recurrent
#? neuron=alif
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#> .=.
class LavaRecurrentAlif(LavaRecurrent, LavaAlif):
    def __init__(self, out_neurons, detach_state, weight_scale, weight_norm, pre_hook_fx, num_bits, threshold, current_decay,
                 voltage_decay, threshold_step, threshold_decay, refractory_decay, tau_grad, scale_grad, scale, norm, dropout,
                 shared_param, requires_grad, graded_spike, fixed_point, slope, surrogate, in_shape):
        super().__init__(threshold, current_decay, voltage_decay, threshold_step, threshold_decay, refractory_decay, tau_grad,
                         scale_grad, scale, norm, dropout, shared_param, requires_grad, graded_spike, fixed_point, slope, surrogate,
                         (out_neurons,))
        self.setup_recurrent(in_shape, out_neurons, detach_state, weight_scale, weight_norm, pre_hook_fx, num_bits, scale)


#: container.lava_kwta
#? neuron=cuba
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#> .=.
class LavaKwtaCuba(LavaKwta, LavaCuba):
    def __init__(self, num_winners, self_excitation, learn_excitation, out_neurons, detach_state, weight_scale, weight_norm,
                 pre_hook_fx, num_bits, threshold, current_decay, voltage_decay, tau_grad, scale_grad, scale, norm, dropout,
                 shared_param, requires_grad, graded_spike, fixed_point, slope, surrogate, in_shape):
        super().__init__(threshold, current_decay, voltage_decay, tau_grad, scale_grad, scale, norm, dropout, shared_param,
                         requires_grad, graded_spike, fixed_point, slope, surrogate, (out_neurons,))
        self.setup_kwta(num_winners, self_excitation, learn_excitation, in_shape, out_neurons, detach_state, weight_scale,
                        weight_norm, pre_hook_fx, num_bits, scale)


#: container.lava_kwta
#? neuron=alif
#! persistent_state=true | Its state is kept between samples. | Switch 'Keep the state' off.
#! decay_gradient=lava | The sign that lava-dl gives the gradient of a decay is not written out. | Choose the decay gradient 'exact'.
#> .=.
class LavaKwtaAlif(LavaKwta, LavaAlif):
    def __init__(self, num_winners, self_excitation, learn_excitation, out_neurons, detach_state, weight_scale, weight_norm,
                 pre_hook_fx, num_bits, threshold, current_decay, voltage_decay, threshold_step, threshold_decay, refractory_decay,
                 tau_grad, scale_grad, scale, norm, dropout, shared_param, requires_grad, graded_spike, fixed_point, slope,
                 surrogate, in_shape):
        super().__init__(threshold, current_decay, voltage_decay, threshold_step, threshold_decay, refractory_decay, tau_grad,
                         scale_grad, scale, norm, dropout, shared_param, requires_grad, graded_spike, fixed_point, slope, surrogate,
                         (out_neurons,))
        self.setup_kwta(num_winners, self_excitation, learn_excitation, in_shape, out_neurons, detach_state, weight_scale,
                        weight_norm, pre_hook_fx, num_bits, scale)
