# SPDX-License-Identifier: GPL-3.0-or-later
# Layers and neurons of SLAYER.
import math

import torch
import torch.nn.functional as F
from torch import nn

from common import *
from surrogates import *


#: helper
class SlayerWeight(nn.Module):
    def make_weight(self, shape, fan_in, weightScale, preHookFx, quantize_step):
        bound = fan_in ** -0.5
        self.weight = nn.Parameter(torch.empty(shape).uniform_(-bound, bound) * weightScale)
        self.quantum = None if preHookFx == "none" else quantize_step

    def used_weight(self):
        if self.quantum is None:
            return self.weight
        return straight_through(self.weight, (self.weight / self.quantum).round() * self.quantum)


#: layer.slayer_dense
class SlayerDense(SlayerWeight):
    def __init__(self, inFeatures, outFeatures, weightScale, preHookFx, quantize_step):
        super().__init__()
        self.make_weight((outFeatures, inFeatures), inFeatures, weightScale, preHookFx, quantize_step)

    def forward(self, x):
        return F.linear(x.flatten(2), self.used_weight())


#: layer.slayer_conv
class SlayerConv(SlayerWeight):
    def __init__(self, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, weightScale, preHookFx, quantize_step):
        super().__init__()
        shape = (outChannels, inChannels // groups) + kernelSize
        self.make_weight(shape, math.prod(shape[1:]), weightScale, preHookFx, quantize_step)
        self.window = stride, padding, dilation, groups

    def forward(self, x):
        return over_time(lambda now: F.conv2d(now, self.used_weight(), None, *self.window), x)


#: layer.slayer_conv_transpose
class SlayerConvTranspose(SlayerWeight):
    def __init__(self, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, weightScale, preHookFx, quantize_step):
        super().__init__()
        shape = (inChannels, outChannels // groups) + kernelSize
        self.make_weight(shape, math.prod(shape[1:]), weightScale, preHookFx, quantize_step)
        self.stride, self.padding, self.dilation, self.groups = stride, padding, dilation, groups

    def forward(self, x):
        return over_time(lambda now: F.conv_transpose2d(now, self.used_weight(), None, self.stride, self.padding, 0, self.groups,
                                                        self.dilation), x)


#: helper
class SlayerWindow(nn.Module):
    """Each channel by itself, with a constant weight of 1.1 theta."""

    def __init__(self, theta, kernelSize, stride, padding, dilation):
        super().__init__()
        self.weight_value, self.kernel = 1.1 * theta, kernelSize
        self.stride, self.padding, self.dilation = stride, padding, dilation

    def window(self, x):
        return torch.full((x.shape[1], 1) + self.kernel, self.weight_value, dtype=x.dtype, device=x.device)


#: layer.slayer_pool
class SlayerPool(SlayerWindow):
    def pool(self, x):
        x = F.pad(x, (0, -x.shape[3] % self.kernel[1], 0, -x.shape[2] % self.kernel[0]))
        return F.conv2d(x, self.window(x), None, self.stride, self.padding, self.dilation, x.shape[1])

    def forward(self, x):
        return over_time(self.pool, x)


#: layer.slayer_unpool
class SlayerUnpool(SlayerWindow):
    def unpool(self, x):
        return F.conv_transpose2d(x, self.window(x), None, self.stride, self.padding, 0, x.shape[1], self.dilation)

    def forward(self, x):
        return over_time(self.unpool, x)


#: helper
class SRMSpike(torch.autograd.Function):
    """Spikes of 1 / Ts that pull the potential down after them; backward the slope at that potential."""

    @staticmethod
    def forward(ctx, u, theta, refractory, Ts, slope):
        u = u.double().clone()
        spikes = torch.zeros_like(u)
        for t in range(u.shape[0]):
            fires = u[t] >= theta
            spikes[t] = fires / Ts
            reach = min(len(refractory), u.shape[0] - t)
            for j in range(1, reach):
                u[t + j] += refractory[j] * fires
        ctx.save_for_backward(u)
        ctx.theta, ctx.slope = theta, slope
        return spikes.float()

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.slope((ctx.saved_tensors[0] - ctx.theta).to(gradient.dtype)), None, None, None, None


#: neuron.srm_alpha
#% sequence
class SRMAlpha(nn.Module):
    """Each spike adds an alpha function to the potential, each output spike takes one away."""

    def __init__(self, theta, tauSr, tauRef, scaleRef, tauRho, scaleRho, Ts, filter_input, fullRefKernel, slope, surrogate):
        super().__init__()
        self.theta, self.Ts, self.filter_input = theta, Ts, filter_input
        response = torch.tensor(alpha_kernel(tauSr, Ts)).flip(0).unsqueeze(0).double()
        self.register_buffer("response", response, persistent=False)
        height = -scaleRef * theta
        smallest = (1e-4 if fullRefKernel else 0.01) / abs(height) if height else 1.0
        self.refractory = [height * value for value in alpha_kernel(tauRef, Ts, smallest)]
        self.slope = surrogate if slope == "common" else slayer_pdf_slope(tauRho, scaleRho, theta)

    def forward(self, x):
        u = filter_over_time(x.double(), self.response, self.Ts).squeeze(-1) if self.filter_input else x
        return SRMSpike.apply(u, self.theta, self.refractory, self.Ts, self.slope)


#: helper
class LoihiSpike(torch.autograd.Function):
    """The Loihi neuron in whole numbers; backward the slope at the voltage, then the correlation with its response."""

    @staticmethod
    def forward(ctx, x, vThMant, vDecay, iDecay, unit, refDelay, Ts, response, slope):
        leak = lambda value, decay: torch.div(value * (4096 - decay), 4096, rounding_mode="trunc")
        weighted = (x * Ts).trunc().long() * unit
        u, v, rest = torch.zeros_like(weighted[0]), torch.zeros_like(weighted[0]), torch.zeros_like(weighted[0])
        spikes, shown = torch.zeros_like(x), torch.zeros_like(x)
        for t in range(1, x.shape[0]):   # the first step passes without input
            u = leak(u, iDecay) + weighted[t]
            v = leak(v, vDecay) + u
            rest = (rest - 1).clamp(min=0)
            fires = (rest == 0) & (v > 64 * vThMant)
            v = torch.where(fires | (rest > 0), torch.zeros_like(v), v)
            rest = torch.where(fires, torch.full_like(rest, refDelay), rest)
            spikes[t] = fires / Ts
            shown[t] = torch.where(fires, torch.full_like(v, vDecay), v)
        ctx.save_for_backward(shown)
        ctx.Ts, ctx.response, ctx.slope = Ts, response, slope
        return spikes

    @staticmethod
    def backward(ctx, gradient):
        gradient = gradient * ctx.slope(ctx.saved_tensors[0])
        out = torch.zeros_like(gradient)
        for k, value in enumerate(ctx.response[:gradient.shape[0]]):
            out[:gradient.shape[0] - k] += value * ctx.Ts * gradient[k:]
        return (out,) + (None,) * 8


#: neuron.slayer_loihi
#% sequence
class SlayerLoihi(nn.Module):
    """Whole numbers only, as the chip counts: a current and a voltage that leak, a spike above 64 vThMant."""

    def __init__(self, vThMant, vDecay, iDecay, wgtExp, refDelay, tauRho, scaleRho, Ts, slope, surrogate):
        super().__init__()
        self.chip = vThMant, vDecay, iDecay, 2 ** (6 + wgtExp), refDelay, Ts
        u = v = 2 ** (6 + wgtExp + 1)
        self.response = [v / 2.0]
        while v > 0 and len(self.response) < 65536:
            u = (u * (4096 - iDecay)) >> 12
            v = ((v * (4096 - vDecay)) >> 12) + u
            self.response.append(v / 2.0)
        theta = 64.0 * vThMant
        height = scaleRho / max(self.response) / (tauRho * theta)
        if slope == "common":
            self.slope = lambda voltage: surrogate(voltage / theta - 1.0) / theta
        else:
            self.slope = lambda voltage: height * torch.exp(-(voltage - theta).abs() / (tauRho * theta))

    def forward(self, x):
        return LoihiSpike.apply(x, *self.chip, self.response, self.slope)
