// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"
#include "core/data/static/mel_spectrogram.h"

namespace spw {

/// How the node 'Speech Commands' turns a sound into steps; its shape rule asks the same.
struct SpeechFrames {
    std::int64_t length = 16000;     // samples of a sound: longer ones are cut, shorter ones end in silence
    MelSettings mel;
    std::string loudness = "decibel";
    int slopes = 0;                  // further channels: the first, second slope along time

    static SpeechFrames from(const ParamValues& values);
    std::int64_t steps() const;      // of the picture
};

} // namespace spw
