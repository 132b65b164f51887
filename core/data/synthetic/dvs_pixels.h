// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/events.h"
#include "core/data/random.h"

#include <span>
#include <vector>

namespace spw {

/// A simulated event camera. Every pixel compares the logarithm of its luminance with a reference; once it has
/// changed by the pixel's threshold, the pixel sends an event, is blind for the refractory time, and takes the value
/// it then sees as its new reference (Lichtsteiner, Posch, Delbruck 2008; the idea of v2e by Hu, Liu, Delbruck 2021).
class DvsSensor {
public:
    struct Options {
        std::int64_t width, height;
        double threshold;             // natural logarithm
        std::int64_t refractoryMicros;
        double noiseRate;             // events per pixel and second
    };
    /// Thresholds differ by 3 % from pixel to pixel, as they do on a chip: drawn once from `seed`.
    DvsSensor(const Options& options, std::uint64_t seed);

    const Options& options() const { return m_options; }
    std::span<const float> onThresholds() const { return m_on; }
    std::span<const float> offThresholds() const { return m_off; }

private:
    Options m_options;
    std::vector<float> m_on, m_off;
};

/// One recording with a sensor. The luminance is linear in time (in its logarithm) between two calls of advance.
class DvsRecorder {
public:
    /// Both are borrowed for the life of the recorder.
    DvsRecorder(const DvsSensor& sensor, Random& random);

    /// What the pixels see at `micros`; the first call starts the recording. `micros` must grow.
    void advance(std::int64_t micros, std::span<const float> logs);
    /// All events, in order of time.
    Events take();

private:
    void pixelStep(std::size_t pixel, float before, float after, std::int64_t from, std::int64_t to);
    void addNoise(std::int64_t to, std::span<const float> logs);
    void emit(std::int64_t micros, std::size_t pixel, bool on);

    const DvsSensor& m_sensor;
    Random& m_random;
    std::int64_t m_blindMicros;                // at least 1, so that no pixel sends two events at one time
    bool m_started = false;
    std::int64_t m_now = 0;
    double m_nextNoise = 0;
    std::vector<float> m_logs, m_reference;
    std::vector<std::int64_t> m_readyAt;       // end of the blind time after the last event
    std::vector<std::uint8_t> m_blind;         // the reference is still to be taken at m_readyAt
    std::vector<std::uint64_t> m_packed;       // time, pixel, polarity: sorts as one number
};

} // namespace spw
