// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthetic/dvs_pixels.h"

#include <algorithm>
#include <cmath>

namespace spw {

namespace {

constexpr double kMismatch = 0.03;
constexpr int kPixelBits = 20;   // sensors of up to 1024 x 1024 pixels

} // namespace

DvsSensor::DvsSensor(const Options& options, std::uint64_t seed)
    : m_options(options)
{
    Random random(seed, 0);   // streams 1 and 2 belong to the samples
    for (std::int64_t i = 0; i < options.width * options.height; ++i) {
        m_on.push_back(float(options.threshold * (1 + kMismatch * random.normal())));
        m_off.push_back(float(options.threshold * (1 + kMismatch * random.normal())));
    }
}

DvsRecorder::DvsRecorder(const DvsSensor& sensor, Random& random)
    : m_sensor(sensor)
    , m_random(random)
    , m_blindMicros(std::max<std::int64_t>(1, sensor.options().refractoryMicros))
{
}

void DvsRecorder::emit(std::int64_t micros, std::size_t pixel, bool on)
{
    m_packed.push_back((std::uint64_t(micros) << (kPixelBits + 1)) | (std::uint64_t(pixel) << 1) | std::uint64_t(on));
    m_readyAt[pixel] = micros + m_blindMicros;
    m_blind[pixel] = 1;
}

void DvsRecorder::pixelStep(std::size_t i, float before, float after, std::int64_t from, std::int64_t to)
{
    const float slope = after - before;
    const auto span = double(to - from);
    for (;;) {
        if (m_blind[i]) {
            if (m_readyAt[i] >= to)
                return;
            // A step without a change is not simulated, so the pixel may have become ready long ago: it then saw
            // `before` all the time.
            const double part = m_readyAt[i] <= from ? 0.0 : double(m_readyAt[i] - from) / span;
            m_reference[i] = before + float(part) * slope;
            m_blind[i] = 0;
        }
        const bool on = slope > 0;
        const float target =
            on ? m_reference[i] + m_sensor.onThresholds()[i] : m_reference[i] - m_sensor.offThresholds()[i];
        if (on ? after < target : after > target)
            return;
        const double part = std::clamp(double((target - before) / slope), 0.0, 1.0);
        const std::int64_t crossing = from + std::int64_t(part * span);
        emit(std::clamp(crossing, std::max(from, m_readyAt[i]), to), i, on);
    }
}

void DvsRecorder::addNoise(std::int64_t to, std::span<const float> logs)
{
    const double perMicro = m_sensor.options().noiseRate * double(logs.size()) * 1e-6;
    if (perMicro <= 0)
        return;
    while (m_nextNoise < double(to)) {
        const auto micros = std::int64_t(m_nextNoise);
        const auto pixel = std::size_t(m_random.below(logs.size()));
        const bool on = (m_random.next() >> 63) != 0;
        if (micros >= m_readyAt[pixel])
            emit(micros, pixel, on);
        m_nextNoise += m_random.exponential() / perMicro;
    }
}

void DvsRecorder::advance(std::int64_t micros, std::span<const float> logs)
{
    if (!m_started) {
        m_started = true;
        m_now = micros;
        m_logs.assign(logs.begin(), logs.end());
        m_reference = m_logs;
        for (float& reference : m_reference)   // pixels do not all start at the same distance from an event
            reference += float(m_sensor.options().threshold * m_random.uniform(-0.5, 0.5));
        m_readyAt.assign(logs.size(), micros);
        m_blind.assign(logs.size(), 0);
        const double perMicro = m_sensor.options().noiseRate * double(logs.size()) * 1e-6;
        m_nextNoise = double(micros) + (perMicro > 0 ? m_random.exponential() / perMicro : 0);
        return;
    }
    for (std::size_t i = 0; i < logs.size(); ++i)
        if (logs[i] != m_logs[i]) {
            pixelStep(i, m_logs[i], logs[i], m_now, micros);
            m_logs[i] = logs[i];
        }
    addNoise(micros, logs);
    m_now = micros;
}

Events DvsRecorder::take()
{
    std::sort(m_packed.begin(), m_packed.end());
    Events e;
    e.width = m_sensor.options().width;
    e.height = m_sensor.options().height;
    e.t.reserve(m_packed.size());
    e.x.reserve(m_packed.size());
    e.y.reserve(m_packed.size());
    e.p.reserve(m_packed.size());
    for (const std::uint64_t packed : m_packed) {
        const auto pixel = std::int64_t((packed >> 1) & ((std::uint64_t(1) << kPixelBits) - 1));
        e.t.push_back(std::int64_t(packed >> (kPixelBits + 1)));
        e.x.push_back(std::uint16_t(pixel % e.width));
        e.y.push_back(std::uint16_t(pixel / e.width));
        e.p.push_back(std::uint8_t(packed & 1));
    }
    m_packed.clear();
    return e;
}

} // namespace spw
