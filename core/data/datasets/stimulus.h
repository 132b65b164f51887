// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

namespace spw {

/// One made-up input current for looking at neurons: port "x", [T, units], the same in both splits (one sample each).
/// The window is start <= t < stop; outside it the input is 0 (plus `noise`).
///   constant  amplitude at every step; the window is not used
///   step      amplitude in the window
///   ramp      amplitude * (t - start) / (stop - start) in the window
///   sine      amplitude * sin(2 pi (t - start) / period) in the window
///   pulses    amplitude for one step every `period` steps, first at start
///   noise     independent normal values with standard deviation amplitude in the window
/// `noise` adds normal values of that standard deviation to every step of every unit.
std::unique_ptr<Dataset> openStimulus(const ParamValues& values);

} // namespace spw
