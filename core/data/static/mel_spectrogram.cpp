// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/static/mel_spectrogram.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spw {

namespace {

constexpr int kLongestTransform = 65536, kMostMels = 4096;
constexpr std::size_t kMostValues = std::size_t(1) << 31;

/// Slaney's scale: linear below 1000 Hz, then 27 steps for a factor of 6.4.
constexpr double kLinearStep = 200.0 / 3, kLogFrom = 1000, kLogFromMel = kLogFrom / kLinearStep;
const double kLogStep = std::log(6.4) / 27;

/// One length's factors and roots of unity, shared by all its windows.
class Transform {
public:
    explicit Transform(std::size_t length)
        : m_roots(length), m_scratch(length)
    {
        for (std::size_t i = 0; i < length; ++i)
            m_roots[i] = std::polar(1.0, -2 * std::numbers::pi * double(i) / double(length));
        for (std::size_t left = length, factor = 2; left > 1; ++factor)
            while (left % factor == 0) {
                m_factors.push_back(factor);
                left /= factor;
            }
    }

    void apply(std::vector<std::complex<double>>& values)
    {
        if (values.size() > 1)
            step(values.data(), m_scratch.data(), values.size(), 1, 0);
    }

private:
    /// Transforms `length` values `stride` apart from `from`; the result lies together at `from` if stride is 1.
    void step(std::complex<double>* values, std::complex<double>* scratch, std::size_t length, std::size_t rootStep, std::size_t depth)
    {
        if (length == 1)
            return;
        const std::size_t factor = m_factors[depth], part = length / factor;
        for (std::size_t r = 0; r < factor; ++r)
            for (std::size_t i = 0; i < part; ++i)
                scratch[r * part + i] = values[i * factor + r];
        for (std::size_t r = 0; r < factor; ++r)
            step(scratch + r * part, values + r * part, part, rootStep * factor, depth + 1);
        for (std::size_t k = 0; k < part; ++k)
            for (std::size_t q = 0; q < factor; ++q) {
                std::complex<double> sum = 0;
                const std::size_t at = k + q * part;
                for (std::size_t r = 0; r < factor; ++r)
                    sum += scratch[r * part + k] * m_roots[r * at % length * rootStep];
                values[at] = sum;
            }
    }

    std::vector<std::complex<double>> m_roots, m_scratch;
    std::vector<std::size_t> m_factors;
};

void check(const MelSettings& s)
{
    const auto require = [](bool ok, const std::string& what, const char* fix) {
        if (!ok)
            throw Error(what, "spectrogram", fix);
    };
    require(s.nFft >= 1 && s.nFft <= kLongestTransform, "The transform has " + std::to_string(s.nFft) + " samples.",
            "Choose 1 to 65536.");
    require(s.winLength >= 0 && s.winLength <= s.nFft, "The window has " + std::to_string(s.winLength) + " samples, the transform "
                + std::to_string(s.nFft) + ".", "Choose a window no longer than the transform.");
    require(s.hop >= 0, "The step between windows is " + std::to_string(s.hop) + ".", "Choose 1 or more.");
    require(s.nMels >= 1 && s.nMels <= kMostMels, "There are " + std::to_string(s.nMels) + " mel bands.", "Choose 1 to 4096.");
    require(s.sampleRate > 0 && std::isfinite(s.sampleRate), "The sample rate is not positive.", "Choose the sound's own.");
    require(s.fMin >= 0 && (s.fMax == 0 || s.fMax > s.fMin) && std::isfinite(s.fMax) && s.fMin < s.sampleRate / 2,
            "The band from " + std::to_string(s.fMin) + " to " + std::to_string(s.fMax) + " Hz is empty.",
            "Choose a lower start or a higher end.");
    require(s.power > 0, "The power is not positive.", "Choose 1 (magnitude) or 2 (energy).");
}

int windowOf(const MelSettings& s) { return s.winLength > 0 ? s.winLength : s.nFft; }
int hopOf(const MelSettings& s) { return s.hop > 0 ? s.hop : std::max(1, windowOf(s) / 2); }

} // namespace

std::vector<std::complex<double>> fourier(std::vector<std::complex<double>> values)
{
    Transform(values.size()).apply(values);
    return values;
}

double hzToMel(double hz, MelSettings::Scale scale)
{
    if (scale == MelSettings::Scale::Htk)
        return 2595 * std::log10(1 + hz / 700);
    return hz < kLogFrom ? hz / kLinearStep : kLogFromMel + std::log(hz / kLogFrom) / kLogStep;
}

double melToHz(double mel, MelSettings::Scale scale)
{
    if (scale == MelSettings::Scale::Htk)
        return 700 * (std::pow(10.0, mel / 2595) - 1);
    return mel < kLogFromMel ? mel * kLinearStep : kLogFrom * std::exp(kLogStep * (mel - kLogFromMel));
}

PlainTensor spectrogram(std::span<const float> samples, const MelSettings& s)
{
    check(s);
    const std::int64_t length = s.nFft, count = std::int64_t(samples.size()), pad = s.center ? length / 2 : 0, hop = hopOf(s);
    if (s.center && count <= pad)
        throw Error("The sound has " + std::to_string(count) + " samples; centred windows of " + std::to_string(length)
                        + " need more than " + std::to_string(pad) + ".", "spectrogram", "Pad the sound, or choose shorter windows.");
    const std::int64_t frames = count + 2 * pad < length ? 0 : (count + 2 * pad - length) / hop + 1;
    const std::size_t bins = std::size_t(length) / 2 + 1;
    if (std::size_t(frames) > kMostValues / bins)
        throw Error("The spectrogram has " + std::to_string(frames) + " frames of " + std::to_string(bins) + " values.", "spectrogram",
                    "Choose a larger step between windows.");
    std::vector<double> window(std::size_t(length), 0.0);
    const int winLength = windowOf(s), winStart = (s.nFft - winLength) / 2;
    for (int i = 0; i < winLength; ++i)
        window[std::size_t(winStart + i)] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / winLength);
    PlainTensor picture{{frames, std::int64_t(bins)}, std::vector<float>(std::size_t(frames) * bins)};
    Transform transform{std::size_t(length)};
    std::vector<std::complex<double>> values(std::size_t(length), 0.0);
    for (std::int64_t f = 0; f < frames; ++f) {
        for (std::int64_t i = 0; i < length; ++i) {
            std::int64_t at = f * hop + i - pad;
            if (at < 0)
                at = -at;                     // mirrored, without the end itself twice
            if (at >= count)
                at = 2 * (count - 1) - at;
            values[std::size_t(i)] = window[std::size_t(i)] * double(samples[std::size_t(at)]);
        }
        transform.apply(values);
        for (std::size_t b = 0; b < bins; ++b)
            picture.data[std::size_t(f) * bins + b] = float(s.power == 2 ? std::norm(values[b]) : std::pow(std::abs(values[b]), s.power));
    }
    return picture;
}

PlainTensor melFilters(const MelSettings& s)
{
    check(s);
    const std::size_t bins = std::size_t(s.nFft) / 2 + 1, mels = std::size_t(s.nMels);
    const double low = hzToMel(s.fMin, s.scale), high = hzToMel(s.fMax > 0 ? s.fMax : s.sampleRate / 2, s.scale);
    std::vector<double> corner(mels + 2);
    for (std::size_t m = 0; m < corner.size(); ++m)
        corner[m] = melToHz(low + (high - low) * double(m) / double(mels + 1), s.scale);
    PlainTensor filters{{std::int64_t(bins), s.nMels}, std::vector<float>(bins * mels)};
    for (std::size_t b = 0; b < bins; ++b) {
        // As torchaudio spaces them: to half the rate, whole hertz, at the last bin.
        const double hz = bins > 1 ? std::floor(s.sampleRate / 2) * double(b) / double(bins - 1) : 0;
        for (std::size_t m = 0; m < mels; ++m) {
            const double rise = (hz - corner[m]) / (corner[m + 1] - corner[m]), fall = (corner[m + 2] - hz) / (corner[m + 2] - corner[m + 1]);
            const double height = s.slaneyNorm ? 2 / (corner[m + 2] - corner[m]) : 1;
            filters.data[b * mels + m] = float(std::max(0.0, std::min(rise, fall)) * height);
        }
    }
    return filters;
}

PlainTensor melSpectrogram(std::span<const float> samples, const MelSettings& s)
{
    const PlainTensor spectrum = spectrogram(samples, s), filters = melFilters(s);
    const std::size_t frames = std::size_t(spectrum.shape[0]), bins = std::size_t(spectrum.shape[1]), mels = std::size_t(s.nMels);
    PlainTensor picture{{s.nMels, std::int64_t(frames)}, std::vector<float>(mels * frames)};
    std::vector<double> sums(mels);
    for (std::size_t f = 0; f < frames; ++f) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (std::size_t b = 0; b < bins; ++b)
            for (std::size_t m = 0; m < mels; ++m)
                sums[m] += double(spectrum.data[f * bins + b]) * double(filters.data[b * mels + m]);
        for (std::size_t m = 0; m < mels; ++m)
            picture.data[m * frames + f] = float(sums[m]);
    }
    return picture;
}

void logOfShareOfMax(PlainTensor& picture)
{
    float most = 0;
    for (const float v : picture.data)
        most = std::max(most, std::abs(v));
    if (most > 0)
        for (float& v : picture.data)
            v = float(std::log1p(double(v) / double(most)));
}

void decibels(PlainTensor& picture, double topDb)
{
    double most = -1e300;
    for (float& v : picture.data) {
        v = float(10 * std::log10(std::max(double(v), 1e-10)));
        most = std::max(most, double(v));
    }
    if (topDb > 0)
        for (float& v : picture.data)
            v = std::max(v, float(most - topDb));
}

PlainTensor deltas(const PlainTensor& picture, int order)
{
    constexpr std::size_t kWindow = 9;
    const std::size_t frames = picture.shape.empty() ? 0 : std::size_t(picture.shape.back());
    if (order < 1 || order > 3 || frames < kWindow)
        throw Error("Slopes of order " + std::to_string(order) + " over " + std::to_string(frames) + " frames were asked for.",
                    "spectrogram", "Choose an order from 1 to 3, and a sound of at least 9 frames.");
    // The highest coefficient of the best polynomial is a product with the polynomial of that order that is orthogonal to
    // all lower ones on -4 ... 4 (Gram); its derivative is that coefficient times order!.
    double weight[kWindow], norm = 0, factorial = 1;
    for (int k = 2; k <= order; ++k)
        factorial *= k;
    for (std::size_t i = 0; i < kWindow; ++i) {
        const double x = double(i) - 4;
        weight[i] = order == 1 ? x : order == 2 ? x * x - 20.0 / 3 : x * x * x - 11.8 * x;
        norm += weight[i] * weight[i];   // the leading coefficient is 1, so <w, x^order> = <w, w>
    }
    PlainTensor result{picture.shape, std::vector<float>(picture.data.size())};
    for (std::size_t row = 0; row + frames <= picture.data.size(); row += frames)
        for (std::size_t f = 0; f < frames; ++f) {
            const std::size_t start = std::min(f < 4 ? 0 : f - 4, frames - kWindow);
            double sum = 0;
            for (std::size_t i = 0; i < kWindow; ++i)
                sum += weight[i] * double(picture.data[row + start + i]);
            result.data[row + f] = float(sum / norm * factorial);
        }
    return result;
}

} // namespace spw
