// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

namespace spw {

/// How a sound becomes a picture of its frequencies; the defaults and meanings are torchaudio's MelSpectrogram.
struct MelSettings {
    enum class Scale { Htk, Slaney };

    double sampleRate = 16000;
    int nFft = 400;                      // samples of one transform, 1 to 65536; any number, fast for small factors
    int winLength = 0;                   // of the Hann window (periodic), centred in nFft; 0: nFft
    int hop = 0;                         // samples from one window to the next; 0: half a window
    int nMels = 128;
    double fMin = 0, fMax = 0;           // Hz; fMax 0: half the sample rate
    double power = 2;                    // 2: energy, 1: magnitude
    bool center = true;                  // windows centred on their time; the sound is mirrored at its ends
    Scale scale = Scale::Htk;
    bool slaneyNorm = false;             // filters of equal area instead of equal height
};

/// Frames x (nFft / 2 + 1): |transform|^power of each window.  @throws Error naming the setting that cannot be.
PlainTensor spectrogram(std::span<const float> samples, const MelSettings& settings);
/// (nFft / 2 + 1) x nMels: triangles on the mel scale.
PlainTensor melFilters(const MelSettings& settings);
/// nMels x frames.
PlainTensor melSpectrogram(std::span<const float> samples, const MelSettings& settings);

/// log(1 + x / max |x|), as SpikingJelly's Speech Commands example has it; unchanged where all is 0.
void logOfShareOfMax(PlainTensor& picture);
/// 10 log10(max(x, 1e-10)), at most `topDb` below its maximum (0: no limit): torchaudio's AmplitudeToDB for energies.
void decibels(PlainTensor& picture, double topDb = 80);
/// The `order`-th slope along the last axis: Savitzky-Golay, 9 frames, a polynomial of that order (1 to 3); at the ends
/// the fit of the first and last 9 frames holds. @throws Error if there are fewer than 9 frames.
PlainTensor deltas(const PlainTensor& picture, int order);

/// Discrete Fourier transform of any length: by its prime factors.
std::vector<std::complex<double>> fourier(std::vector<std::complex<double>> values);

double hzToMel(double hz, MelSettings::Scale scale);
double melToHz(double mel, MelSettings::Scale scale);

} // namespace spw
