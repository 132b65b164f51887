// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/speech_commands.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/datasets/data_folder.h"
#include "core/data/datasets/openers.h"
#include "core/data/random.h"
#include "core/data/static/wav_file.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spw {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSpeechNode = "Speech Commands";
constexpr std::int64_t kRate = 16000;
constexpr std::uint64_t kSilenceSeed = 0x5117e7ce;   // the same pieces of noise in every run
const char* const kNoiseFolder = "_background_noise_";

/// Lines "word/file.wav".
std::set<std::string> listed(const fs::path& file)
{
    std::set<std::string> names;
    const std::string text = readFile(file, std::uintmax_t(64) << 20);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
            line.pop_back();
        if (!line.empty())
            names.insert(line);
        at = end + 1;
    }
    return names;
}

std::vector<std::string> wordsOf(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + ",")
        if (c == ',' || c == ' ' || c == ';') {
            if (!word.empty())
                words.push_back(std::move(word));
            word.clear();
        } else {
            word += c;
        }
    return words;
}

struct Clip {
    fs::path file;
    std::int64_t label = 0;
    std::string name;
    std::int64_t silence = -1;   // number of a piece of noise; else a whole sound
};

class SpeechCommands final : public Dataset {
public:
    SpeechCommands(const ParamValues& values, const fs::path& base)
        : m_frames(SpeechFrames::from(values))
    {
        const fs::path chosen = dataFolder(values.text("folder"), base, kSpeechNode);
        const fs::path list = findInside(chosen, {"testing_list.txt"}, 3);
        if (list.empty())
            throw Error("There is no testing_list.txt.", chosen.string(),
                        "Choose the folder that the archive of Speech Commands unpacks into: 'spikewright-cli data get speech-commands' downloads it.");
        const fs::path folder = list.parent_path();
        const std::set<std::string> testing = listed(list);
        std::error_code ignored;
        const fs::path validationList = folder / "validation_list.txt";
        const std::set<std::string> validation = fs::exists(validationList, ignored) ? listed(validationList) : std::set<std::string>();
        const bool onValidation = values.text("test_on") == "validation";

        m_words = wordsOf(values.text("words"));
        m_evenLoudness = values.flag("even_loudness");
        const bool all = m_words.empty(), together = !all && values.text("others") == "unknown";
        std::vector<Clip> trainOthers, testOthers;
        for (const fs::path& one : subfolders(folder)) {
            const std::string word = one.filename().string();
            if (word.front() == '_')   // _background_noise_
                continue;
            auto place = std::find(m_words.begin(), m_words.end(), word);
            const bool other = place == m_words.end() && !all;
            if (other && !together)
                continue;
            if (place == m_words.end() && all)
                place = m_words.insert(m_words.end(), word);
            const std::int64_t label = place - m_words.begin();   // of other words: one more than the last
            for (const fs::path& file : files(one)) {
                if (endingOf(file) != ".wav")
                    continue;
                const std::string name = word + "/" + file.filename().string();
                const bool test = testing.count(name) != 0, valid = validation.count(name) != 0;
                if (onValidation ? valid : test)
                    (other ? testOthers : m_test).push_back({file, label, name});
                else if (!test && !valid)
                    (other ? trainOthers : m_train).push_back({file, label, name});
            }
        }
        m_train.insert(m_train.end(), trainOthers.begin(), trainOthers.end());
        m_test.insert(m_test.end(), testOthers.begin(), testOthers.end());
        if (together)
            m_words.push_back("unknown");
        addSilence(folder, values.integer("silence_train"), values.integer("silence_test"));
        if (m_train.empty())
            throw Error("There are no sounds to learn from.", folder.string(),
                        all ? "Unpack the archive again." : "'Words' names folders of words, for example yes, no, up, down.");
        if (std::int64_t(m_words.size()) > values.integer("classes"))
            throw Error("There are " + std::to_string(m_words.size()) + " classes, " + std::to_string(values.integer("classes"))
                            + " were expected.",
                        folder.string(), "Set 'Classes' to " + std::to_string(m_words.size()) + ", or name the wanted words in 'Words'.");
    }

    std::int64_t size(Split split) const override { return std::int64_t(of(split).size()); }
    std::int64_t label(Split split, std::int64_t index) const override { return of(split).at(std::size_t(index)).label; }
    std::vector<std::string> classNames() const override { return m_words; }

    Sample sample(Split split, std::int64_t index) const override
    {
        const Clip& clip = of(split).at(std::size_t(index));
        const WavSound sound = readWav(*openBytes(clip.file));
        if (sound.rate != kRate)
            throw Error("The sound has " + std::to_string(sound.rate) + " samples a second, " + std::to_string(kRate) + " were expected.",
                        clip.file.string(), "Convert it to 16 kHz.");
        std::vector<float> wave = clip.silence >= 0 ? pieceOf(sound.mono(), split, clip.silence) : sound.mono();
        wave.resize(std::size_t(m_frames.length), 0.0f);
        if (m_evenLoudness)
            makeEven(wave);
        const std::int64_t bands = m_frames.mel.nMels, steps = m_frames.steps(), channels = 1 + m_frames.slopes;
        PlainTensor mel = melSpectrogram(wave, m_frames.mel);
        if (m_frames.loudness == "decibel")
            decibels(mel);
        else if (m_frames.loudness == "share")
            logOfShareOfMax(mel);
        PlainTensor picture{{channels, bands, steps}, mel.data};
        for (int order = 1; order <= m_frames.slopes; ++order) {
            const PlainTensor slope = deltas(mel, order);
            picture.data.insert(picture.data.end(), slope.data.begin(), slope.data.end());
        }
        PlainTensor sequence{{steps, channels * bands}, std::vector<float>(picture.data.size())};
        for (std::int64_t row = 0; row < channels * bands; ++row)
            for (std::int64_t t = 0; t < steps; ++t)
                sequence.data[std::size_t(t * channels * bands + row)] = picture.data[std::size_t(row * steps + t)];
        Sample sample;
        sample.label = clip.label;
        sample.name = clip.name;
        sample.values["wave"] = PlainTensor{{1, m_frames.length}, std::move(wave)};
        sample.values["picture"] = std::move(picture);
        sample.values["x"] = std::move(sequence);
        return sample;
    }

    std::string identity(Split split, std::int64_t index) const override
    {
        const Clip& clip = of(split).at(std::size_t(index));
        const std::string file = fileIdentity(clip.file);
        return clip.silence < 0 || file.empty() ? file : file + (split == Split::Train ? ", silence " : ", test silence ") + std::to_string(clip.silence);
    }

private:
    /// Pieces of the background noise as a class of their own, the last.
    void addSilence(const fs::path& folder, std::int64_t train, std::int64_t test)
    {
        if (train == 0 && test == 0)
            return;
        std::vector<fs::path> noises;
        std::error_code ignored;
        if (fs::is_directory(folder / kNoiseFolder, ignored))
            for (const fs::path& file : files(folder / kNoiseFolder))
                if (endingOf(file) == ".wav")
                    noises.push_back(file);
        if (noises.empty())
            throw Error("There are no sounds of background noise to take silence from.", (folder / kNoiseFolder).string(),
                        "Unpack the archive again, or set the numbers of 'Silence' to 0.");
        const std::int64_t label = std::int64_t(m_words.size());
        m_words.push_back("silence");
        for (const bool learning : {true, false})
            for (std::int64_t k = 0; k < (learning ? train : test); ++k) {
                Random random(kSilenceSeed, learning, std::uint64_t(k));
                (learning ? m_train : m_test)
                    .push_back({noises[std::size_t(random.below(noises.size()))], label, "silence/" + std::to_string(k), k});
            }
    }

    /// As long as a sample, from a place drawn for the piece.
    std::vector<float> pieceOf(std::vector<float> noise, Split split, std::int64_t number) const
    {
        if (std::int64_t(noise.size()) <= m_frames.length)
            return noise;
        Random random(kSilenceSeed + 1, split == Split::Train, std::uint64_t(number));
        const auto start = std::ptrdiff_t(random.below(noise.size() - std::uint64_t(m_frames.length) + 1));
        return {noise.begin() + start, noise.begin() + start + std::ptrdiff_t(m_frames.length)};
    }

    static void makeEven(std::vector<float>& wave)
    {
        float most = 0;
        for (const float v : wave)
            most = std::max(most, std::abs(v));
        if (most > 0)
            for (float& v : wave)
                v /= most;
    }

    const std::vector<Clip>& of(Split split) const { return split == Split::Train ? m_train : m_test; }

    SpeechFrames m_frames;
    bool m_evenLoudness = false;
    std::vector<std::string> m_words;
    std::vector<Clip> m_train, m_test;
};

} // namespace

SpeechFrames SpeechFrames::from(const ParamValues& values)
{
    SpeechFrames frames;
    frames.length = values.integer("length");
    frames.mel.sampleRate = double(kRate);
    frames.mel.nFft = int(values.integer("n_fft"));
    frames.mel.hop = int(values.integer("hop"));
    frames.mel.nMels = int(values.integer("n_mels"));
    frames.mel.fMin = values.real("f_min");
    frames.mel.fMax = values.real("f_max");
    frames.mel.scale = values.text("mel_scale") == "slaney" ? MelSettings::Scale::Slaney : MelSettings::Scale::Htk;
    frames.loudness = values.text("loudness");
    frames.slopes = int(values.integer("slopes"));
    return frames;
}

std::int64_t SpeechFrames::steps() const { return length / mel.hop + 1; }   // windows are centred on their time

std::unique_ptr<Dataset> openSpeechCommands(const ParamValues& values, const fs::path& base)
{
    return std::make_unique<SpeechCommands>(values, base);
}

} // namespace spw
