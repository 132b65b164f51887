// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/static/wav_file.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>

namespace spw {

namespace {

constexpr std::uint64_t kMostWavBytes = std::uint64_t(2) << 30;
constexpr int kIntegers = 1, kReals = 3, kExtensible = 0xFFFE;
constexpr std::size_t kMostChunks = 10000;

const char* codecName(int tag)
{
    switch (tag) {
    case 2: return "Microsoft ADPCM";
    case 6: return "A-law";
    case 7: return "mu-law";
    case 17: return "IMA ADPCM";
    case 49: return "GSM";
    case 80: case 85: return "MPEG";
    default: return "an unknown coding";
    }
}

void readFormat(WavSound& sound, const std::string& chunk, const std::string& where)
{
    const char* const fix = "Convert it, for example: ffmpeg -i in.wav -c:a pcm_s16le out.wav.";
    if (chunk.size() < 16)
        throw Error("The format chunk has " + std::to_string(chunk.size()) + " bytes, at least 16 were expected.", where, fix);
    const auto u16 = [&](std::size_t at) { return int(littleEndian<std::uint16_t>(chunk.data() + at)); };
    sound.formatTag = u16(0);
    sound.channels = u16(2);
    sound.rate = littleEndian<std::uint32_t>(chunk.data() + 4);
    sound.blockAlign = u16(12);
    sound.bits = u16(14);
    int tag = sound.formatTag;
    if (tag == kExtensible) {
        if (chunk.size() < 26)
            throw Error("The extensible format chunk has " + std::to_string(chunk.size()) + " bytes, at least 26 were expected.",
                        where, fix);
        tag = sound.subformatTag = u16(24);
    }
    if (tag != kIntegers && tag != kReals)
        throw Error("The sound is packed by coding " + std::to_string(tag) + " (" + codecName(tag)
                        + "); 1 (integers) and 3 (reals) can be read.", where, fix);
    const bool known = tag == kIntegers ? sound.bits == 8 || sound.bits == 16 || sound.bits == 24 || sound.bits == 32
                                        : sound.bits == 32 || sound.bits == 64;
    if (!known || sound.channels < 1 || sound.blockAlign != sound.channels * sound.bits / 8)
        throw Error("The format is " + std::to_string(sound.channels) + " channels of " + std::to_string(sound.bits) + " bits in frames of "
                        + std::to_string(sound.blockAlign) + " bytes, which cannot be.", where, fix);
    if (sound.rate < 1)
        throw Error("The sound has no sample rate.", where, fix);
}

float sampleAt(const char* at, bool reals, int bits)
{
    switch (bits) {
    case 8:
        return float(int(std::uint8_t(*at)) - 128) / 128.0f;
    case 16:
        return float(std::int16_t(littleEndian<std::uint16_t>(at))) / 32768.0f;
    case 24: {
        const std::uint32_t low = littleEndian<std::uint16_t>(at);
        return float(std::int32_t((low | std::uint32_t(std::uint8_t(at[2])) << 16) << 8) >> 8) / 8388608.0f;
    }
    case 32:
        return reals ? std::bit_cast<float>(littleEndian<std::uint32_t>(at))
                     : float(double(std::int32_t(littleEndian<std::uint32_t>(at))) / 2147483648.0);
    default:
        return float(std::bit_cast<double>(littleEndian<std::uint64_t>(at)));
    }
}

} // namespace

WavSound readWav(const ByteSource& file)
{
    const std::string& name = file.name();
    const std::string head = file.text(0, 12);
    if (head.size() < 12 || head.substr(0, 4) != "RIFF" || head.substr(8) != "WAVE")
        throw Error("The file is no WAV sound: it does not start with RIFF and WAVE.", name + ", byte 0", "Choose a .wav file.");
    WavSound sound;
    bool hasFormat = false, hasData = false;
    std::uint64_t at = 12;
    while (file.size() >= 8 && at <= file.size() - 8 && sound.chunks.size() < kMostChunks) {
        const std::string tag = file.text(at, 8);
        if (tag.size() < 8)
            break;
        const std::uint64_t promised = littleEndian<std::uint32_t>(tag.data() + 4), left = file.size() - at - 8;
        const std::string kind = tag.substr(0, 4), where = name + ", byte " + std::to_string(at);
        std::string shown = kind;
        for (char& c : shown)
            c = c >= 0x20 && c < 0x7f ? c : '?';
        sound.chunks.push_back(shown);
        std::uint64_t size = std::min(promised, left);
        if (kind == "fmt ") {
            readFormat(sound, file.text(at + 8, std::size_t(std::min<std::uint64_t>(size, 256))), where);
            hasFormat = true;
        } else if (kind == "data" && !hasData) {
            if (!hasFormat)
                throw Error("The data come before the format that explains them.", where, "The file is damaged: copy it again.");
            if (promised == 0xFFFFFFFFu || promised == 0)   // written while the sound was still coming
                size = left;
            else
                sound.cut = promised > left;
            if (size > kMostWavBytes)
                throw Error("The sound has " + std::to_string(size) + " bytes, 2 GiB can be read.", where, "Cut it into shorter ones.");
            sound.data = file.text(at + 8, std::size_t(size));
            sound.droppedBytes = sound.data.size() % std::size_t(sound.blockAlign);
            sound.data.resize(sound.data.size() - std::size_t(sound.droppedBytes));
            hasData = true;
        }
        at += 8 + size + (size & 1);
    }
    if (!hasData)
        throw Error(hasFormat ? "The file has no data chunk." : "The file has no format chunk.", name + ", byte 12",
                    "The file is cut or damaged: copy it again.");
    return sound;
}

std::vector<float> WavSound::channel(int index) const
{
    const bool reals = (formatTag == kExtensible ? subformatTag : formatTag) == kReals;
    std::vector<float> samples(std::size_t(frames()), 0.0f);
    if (index < 0 || index >= channels)
        throw Error("Channel " + std::to_string(index) + " was asked for, the sound has " + std::to_string(channels) + ".", "sound",
                    "Choose one from 0 on.");
    const char* at = data.data() + std::size_t(index) * std::size_t(bits) / 8;
    for (float& sample : samples) {
        sample = sampleAt(at, reals, bits);
        at += blockAlign;
    }
    return samples;
}

std::vector<float> WavSound::mono() const
{
    std::vector<float> sum = channel(0);
    for (int i = 1; i < channels; ++i) {
        const std::vector<float> one = channel(i);
        for (std::size_t n = 0; n < sum.size(); ++n)
            sum[n] += one[n];
    }
    for (float& sample : sum)
        sample /= float(channels);
    return sum;
}

} // namespace spw
