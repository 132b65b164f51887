// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/speech_commands.h"

#include "core/nodes/datasets/event_sets.h"

namespace spw {

const NodeSpec& speechCommandsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.speech_commands",
        .title = "Speech Commands",
        .category = Category::Dataset,
        .caption = "One-second recordings of single words, as sound or as a picture of its frequencies.",
        .doc = "A folder of .wav files (16 kHz) for each word, with testing_list.txt and validation_list.txt; what is in neither is learned from. "
               "Sounds are cut or end in silence to reach 'Length'. The energy of each window and band of the mel scale is "
               "E[m, f] = sum_k w[m, k] |FFT(window f)[k]|^2 with f = 0 to length / hop; then 10 log10(E), at most 80 dB below the loudest "
               "(decibel), or log(1 + E / max E) (share). Version 1 has 30 words, version 2 has 35. Other words may become one class "
               "'unknown', and pieces of the background noise a class 'silence', the last: with ten words that makes the usual twelve.",
        .source = "Warden 2018 (Speech Commands); SpikingJelly, SPEECHCOMMANDS and its example speechcommands; torchaudio, MelSpectrogram",
        .outputs = {{"x", PortType::Sequence, "The bands, window by window: steps of (1 + slopes) x bands."},
                    {"picture", PortType::Static, "The same as a picture, (1 + slopes) x bands x windows."},
                    {"wave", PortType::Static, "The sound itself, -1 to 1, 1 x length."},
                    {"label", PortType::Label, "The word."}},
        .params = {
            event_sets::folder("Where the folders of the words and the lists lie, relative to the project file or absolute."),
            {.name = "classes", .caption = "Classes", .type = ParamType::Int, .initial = 35, .range = between(1, 10'000),
             .doc = "As many as there are words, or more.", .applies = Applies::Rebuild},
            {.name = "words", .caption = "Words", .type = ParamType::Text, .initial = "",
             .doc = "Only these, in the order of their labels: \"yes, no, up, down\". Empty: all folders, by name.", .common = false},
            {.name = "others", .caption = "Other words", .type = ParamType::Choice, .initial = "leave",
             .doc = "What becomes of words that 'Words' does not name.",
             .choices = {{"leave", "Left out"}, {"unknown", "One class 'unknown'"}}, .common = false},
            {.name = "silence_train", .caption = "Silence to learn", .type = ParamType::Int, .initial = 0, .range = between(0, 1'000'000),
             .doc = "So many pieces of background noise are learned from as a class 'silence' (SpikingJelly's example: 2300).",
             .applies = Applies::Rebuild, .common = false},
            {.name = "silence_test", .caption = "Silence to test", .type = ParamType::Int, .initial = 0, .range = between(0, 1'000'000),
             .doc = "So many pieces test the network (SpikingJelly's example: 260).", .applies = Applies::Rebuild, .common = false},
            {.name = "even_loudness", .caption = "Equally loud", .type = ParamType::Bool, .initial = false,
             .doc = "Each sound is divided by its largest value, as SpikingJelly does.", .common = false},
            {.name = "test_on", .caption = "Test with", .type = ParamType::Choice, .initial = "test",
             .doc = "Which list tests the network: validate while you choose parameters, test at the end.",
             .choices = {{"test", "Test list"}, {"validation", "Validation list"}}, .common = false},
            {.name = "length", .caption = "Length", .type = ParamType::Int, .initial = 16000, .range = between(1, 1'000'000),
             .doc = "Samples of a sound; 16000 are one second.", .applies = Applies::Rebuild, .common = false},
            {.name = "n_fft", .caption = "Window", .type = ParamType::Int, .initial = 400, .range = between(16, 65536),
             .doc = "Samples that one step looks at.", .applies = Applies::Rebuild},
            {.name = "hop", .caption = "Hop", .type = ParamType::Int, .initial = 160, .range = between(1, 65536),
             .doc = "Samples from one step to the next.", .applies = Applies::Rebuild},
            {.name = "n_mels", .caption = "Bands", .type = ParamType::Int, .initial = 40, .range = between(1, 1024),
             .doc = "Bands of the mel scale, which hears as people do.", .applies = Applies::Rebuild},
            {.name = "f_min", .caption = "Lowest frequency", .type = ParamType::Real, .initial = 20.0, .range = between(0, 8000),
             .unit = Unit::Hertz, .doc = "Where the first band begins.", .common = false},
            {.name = "f_max", .caption = "Highest frequency", .type = ParamType::Real, .initial = 4000.0, .range = between(0, 8000),
             .unit = Unit::Hertz, .doc = "Where the last band ends; 0: half the sample rate.", .common = false},
            {.name = "mel_scale", .caption = "Mel scale", .type = ParamType::Choice, .initial = "slaney",
             .doc = "The formula that spaces the bands.", .choices = {{"slaney", "Slaney"}, {"htk", "HTK"}}, .common = false},
            {.name = "loudness", .caption = "Loudness", .type = ParamType::Choice, .initial = "decibel",
             .doc = "How energies become values.",
             .choices = {{"decibel", "Decibel"}, {"share", "log(1 + share of the loudest)"}, {"energy", "Energy itself"}}},
            {.name = "slopes", .caption = "Slopes", .type = ParamType::Int, .initial = 0, .range = between(0, 2),
             .doc = "Further channels: the first and second slope along time.", .applies = Applies::Rebuild},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            const SpeechFrames frames = SpeechFrames::from(q.values);
            const std::int64_t channels = 1 + frames.slopes, bands = frames.mel.nMels, steps = frames.steps();
            return ShapeAnswer{.outputs = {
                {.type = PortType::Sequence, .features = {channels * bands}, .steps = steps, .classes = {}},
                {.type = PortType::Static, .features = {channels, bands, steps}, .steps = {}, .classes = {}},
                {.type = PortType::Static, .features = {1, frames.length}, .steps = {}, .classes = {}},
                {.type = PortType::Label, .features = {1}, .steps = {}, .classes = q.values.integer("classes")}}};
        },
        .check = [](const ParamValues& values, NodeReport& report) {
            constexpr std::int64_t kSlopeWindow = 9;
            event_sets::warnWithoutFolder(values, report);
            if (values.integer("slopes") > 0 && SpeechFrames::from(values).steps() < kSlopeWindow)
                report.error("slopes", "There are fewer than 9 steps.", "A slope is taken over 9 of them.", "Make 'Hop' smaller, or set 'Slopes' to 0.");
            if (const double high = values.real("f_max"); high != 0 && high <= values.real("f_min"))
                report.error("f_max", "The highest frequency is not above the lowest.", "No band lies between them.", "Raise it, or set it to 0.");
            if (values.integer("length") <= values.integer("n_fft") / 2)
                report.error("n_fft", "The window is longer than the sound.", "Its ends cannot be mirrored.", "Make the window shorter.");
        },
    };
    return spec;
}

} // namespace spw
