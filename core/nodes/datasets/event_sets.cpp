// SPDX-License-Identifier: GPL-3.0-or-later
//
// The published datasets of event cameras, and spikes of sounds: each reads its files as its publisher arranges them.
#include "core/nodes/datasets/event_sets.h"

namespace spw {

namespace event_sets {

ParamSpec folder(const std::string& doc)
{
    return {.name = "folder", .caption = "Folder", .type = ParamType::Path, .initial = "", .doc = doc};
}

void warnWithoutFolder(const ParamValues& values, NodeReport& report)
{
    if (values.text("folder").empty())
        report.warn("folder", "No folder is chosen.", "Nothing can be read before.", "Choose the folder with the data.");
}

std::vector<ParamSpec> parted()
{
    return {
        {.name = "train_share", .caption = "Training share", .type = ParamType::Real, .initial = 0.9, .range = between(0.0, 1.0),
         .doc = "The part of each class that is learned from, rounded up to whole samples; the rest tests."},
        {.name = "shuffle", .caption = "Mix before parting", .type = ParamType::Bool, .initial = false,
         .doc = "Off: the first files of each class are learned from. On: a random choice, the same for the same seed.", .common = false},
        {.name = "split_seed", .caption = "Seed of the parting", .type = ParamType::Int, .initial = 0, .range = between(0, 2'147'483'647),
         .doc = "Another seed chooses other samples to test with.", .common = false},
    };
}

std::vector<ParamSpec> joined(std::vector<std::vector<ParamSpec>> lists)
{
    std::vector<ParamSpec> all;
    for (std::vector<ParamSpec>& list : lists)
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

std::vector<PortSpec> outputs()
{
    return {{"events", PortType::Events, "Events of one recording, 2 polarities x height x width."},
            {"label", PortType::Label, "The class of the recording."}};
}

ShapeAnswer shape(std::int64_t channels, std::int64_t height, std::int64_t width, std::int64_t classes)
{
    return {.outputs = {{.type = PortType::Events, .features = {channels, height, width}, .steps = {}, .classes = {}},
                        {.type = PortType::Label, .features = {1}, .steps = {}, .classes = classes}}};
}

namespace {

ParamSpec overflow()
{
    return {.name = "overflow", .caption = "Overflow rows", .type = ParamType::Choice, .initial = "auto",
            .doc = "Whether an event in row 240 says that the clock of the camera ran over, as its makers read it, or is an event, as "
                   "SpikingJelly reads it.",
            .choices = {{"auto", "Where the sensor is smaller"}, {"on", "Clock"}, {"off", "Events"}}, .common = false};
}

} // namespace

} // namespace event_sets

const NodeSpec& nmnistSpec()
{
    static const NodeSpec spec{
        .id = "dataset.nmnist",
        .title = "N-MNIST",
        .category = Category::Dataset,
        .caption = "Handwritten digits on a screen, seen by an event camera that twitched three times.",
        .doc = "60000 recordings to learn from and 10000 to test with, of 300 ms on 34x34 pixels: Train/0 to Train/9 and Test/0 to "
               "Test/9 with .bin files of the ATIS camera (5 bytes an event), as Train.zip and Test.zip unpack.",
        .source = "Orchard, Jayawant, Cohen, Thakor 2015 (N-MNIST); SpikingJelly, NMNIST",
        .outputs = event_sets::outputs(),
        .params = {event_sets::folder("Where the folders Train and Test lie, relative to the project file or absolute."), event_sets::overflow()},
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 34, 34, 10); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& ncaltech101Spec()
{
    static const NodeSpec spec{
        .id = "dataset.ncaltech101",
        .title = "N-Caltech101",
        .category = Category::Dataset,
        .caption = "Photographs of 101 kinds of things, seen by an event camera that twitched three times.",
        .doc = "8709 recordings of 300 ms on at most 240x180 pixels, a folder of .bin files for each class, as Caltech101.zip unpacks. "
               "Classes are numbered by the names of their folders. The set has no test part of its own.",
        .source = "Orchard, Jayawant, Cohen, Thakor 2015 (N-Caltech101); SpikingJelly, NCaltech101",
        .outputs = event_sets::outputs(),
        .params = event_sets::joined({{event_sets::folder("Where the class folders lie, relative to the project file or absolute.")},
                                      event_sets::parted(), {event_sets::overflow()}}),
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 180, 240, 101); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& cifar10DvsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.cifar10_dvs",
        .title = "CIFAR10-DVS",
        .category = Category::Dataset,
        .caption = "Pictures of CIFAR-10 moving on a screen in front of an event camera.",
        .doc = "10000 recordings on 128x128 pixels, 1000 of each class: folders airplane to truck with AEDAT 2 files, as the ten archives "
               "unpack; AEDAT 4 and npz files in such folders are read as well. AEDAT 2 addresses are taken as SpikingJelly does: "
               "x = 127 - (bits 14..8), y = 127 - (bits 7..1), p = 1 - bit 0. The set has no test part of its own.",
        .source = "Li, Liu, Ji, Li, Shi 2017 (CIFAR10-DVS); SpikingJelly, CIFAR10DVS",
        .outputs = event_sets::outputs(),
        .params = event_sets::joined({{event_sets::folder("Where the class folders lie, relative to the project file or absolute.")},
                                      event_sets::parted()}),
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 128, 128, 10); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& dvsGestureSpec()
{
    static const NodeSpec spec{
        .id = "dataset.dvs128_gesture",
        .title = "DVS128 Gesture",
        .category = Category::Dataset,
        .caption = "Eleven gestures of hands and arms in front of an event camera.",
        .doc = "29 people in different lights on 128x128 pixels: 1176 gestures to learn from, 288 to test with. Each AEDAT 3.1 recording has "
               "a list _labels.csv of lines class,start,end; a sample is what lies at start <= t < end, class 1 is label 0. "
               "trials_to_train.txt and trials_to_test.txt say what is learned from.",
        .source = "Amir and others 2017 (DVS128 Gesture); SpikingJelly, DVS128Gesture",
        .outputs = event_sets::outputs(),
        .params = {event_sets::folder("The folder DvsGesture of the archive, relative to the project file or absolute.")},
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 128, 128, 11); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& aslDvsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.asl_dvs",
        .title = "ASL-DVS",
        .category = Category::Dataset,
        .caption = "Letters of American sign language in front of an event camera.",
        .doc = "100800 recordings of 100 ms on 240x180 pixels, 24 letters (without j and z, which move): folders a to y with MATLAB files of "
               "columns ts, x, y, pol. The set has no test part of its own.",
        .source = "Bi, Chadha, Abbas, Bourtsoulatze, Andreopoulos 2019 (ASL-DVS); SpikingJelly, ASLDVS",
        .outputs = event_sets::outputs(),
        .params = event_sets::joined(
            {{event_sets::folder("Where the folders of the letters lie, relative to the project file or absolute.")},
             event_sets::parted(),
             {{.name = "flip", .caption = "Mirror", .type = ParamType::Choice, .initial = "xy",
               .doc = "The files lie upside down and from right to left.",
               .choices = {{"xy", "Both ways, as SpikingJelly"}, {"y", "Upright only, as tonic"}, {"none", "As in the file"}}, .common = false}}}),
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 180, 240, 24); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& navGestureSpec()
{
    static const NodeSpec spec{
        .id = "dataset.nav_gesture",
        .title = "NavGesture",
        .category = Category::Dataset,
        .caption = "Six gestures that steer a telephone, seen by its event camera, sitting or walking.",
        .doc = "Left, right, up, down, home and select on 304x240 pixels. A folder for each person with .dat files named "
               "person_gesture_..., as the archives of 'walk' or 'sit' unpack; rows are turned over (y = 239 - y). The set has no test "
               "part of its own.",
        .source = "Maro, Ieng, Benosman 2020 (NavGesture); SpikingJelly, NAVGestureWalk and NAVGestureSit",
        .outputs = event_sets::outputs(),
        .params = event_sets::joined({{event_sets::folder("Where the folders of the persons lie, relative to the project file or absolute.")},
                                      event_sets::parted()}),
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 240, 304, 6); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& esImagenetSpec()
{
    static const NodeSpec spec{
        .id = "dataset.es_imagenet",
        .title = "ES-ImageNet",
        .category = Category::Dataset,
        .caption = "A million photographs of 1000 kinds, turned into events by moving them in eight steps.",
        .doc = "Events on 256x256 pixels at the times 1 to 8: cut them into 8 frames of a fixed duration of 1 microsecond. Folders train/class0 "
               "to train/class999 with npz files of pos and neg, and val with vallabel.txt, as the archives unpack.",
        .source = "Lin, Ding, Qiang, Deng, Li 2021 (ES-ImageNet); SpikingJelly, ESImageNet",
        .outputs = event_sets::outputs(),
        .params = {event_sets::folder("Where the folders train and val lie, relative to the project file or absolute.")},
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 256, 256, 1000); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& shdSpec()
{
    static const NodeSpec spec{
        .id = "dataset.shd",
        .title = "SHD",
        .category = Category::Dataset,
        .caption = "Spoken digits, German and English, as the spikes of an artificial ear with 700 nerve fibres.",
        .doc = "8156 recordings to learn from and 2264 to test with: shd_train.h5 and shd_test.h5. Events have the fibre as x, y 0 and "
               "polarity 1; times are given in seconds as half-precision numbers, about 0.5 ms apart near 1 s. 'Events to frames' with "
               "one channel makes T x 1 x 1 x 700 of them.",
        .source = "Cramer, Stradmann, Schemmel, Zenke 2020 (Spiking Heidelberg Digits)",
        .outputs = event_sets::outputs(),
        .params = {event_sets::folder("Where shd_train.h5 and shd_test.h5 lie, relative to the project file or absolute.")},
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 1, 700, 20); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

const NodeSpec& sscSpec()
{
    static const NodeSpec spec{
        .id = "dataset.ssc",
        .title = "SSC",
        .category = Category::Dataset,
        .caption = "35 spoken words as the spikes of an artificial ear with 700 nerve fibres.",
        .doc = "Speech Commands (version 2) through the same ear as SHD: ssc_train.h5, ssc_valid.h5 and ssc_test.h5 with 75466, 9981 and "
               "20382 recordings. Events have the fibre as x, y 0 and polarity 1.",
        .source = "Cramer, Stradmann, Schemmel, Zenke 2020 (Spiking Speech Commands)",
        .outputs = event_sets::outputs(),
        .params = {event_sets::folder("Where the files ssc_train.h5 and so on lie, relative to the project file or absolute."),
                   {.name = "test_on", .caption = "Test with", .type = ParamType::Choice, .initial = "test",
                    .doc = "Which part tests the network: validate while you choose parameters, test at the end.",
                    .choices = {{"test", "Test part"}, {"valid", "Validation part"}}}},
        .shape = [](const ShapeQuery&, NodeReport&) { return event_sets::shape(2, 1, 700, 35); },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

} // namespace spw
