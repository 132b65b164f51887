// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/datasets/event_sets.h"

namespace spw {

const NodeSpec& recordingsSpec()
{
    static const NodeSpec spec{
        .id = "dataset.recordings",
        .title = "Recordings in folders",
        .category = Category::Dataset,
        .caption = "Your own recordings of an event camera: one folder for each class.",
        .doc = "The folders are the classes, numbered by name (numbers by their value); every file in them of a known event format is a sample. "
               "Either all of them are parted by a share of each class, the first ceil(share n) of n files to learn from, or there are "
               "folders train and test that hold the class folders.",
        .source = "SpikingJelly, NeuromorphicDatasetFolder and split_to_train_test_set",
        .outputs = event_sets::outputs(),
        .params = event_sets::joined(
            {{event_sets::folder("Holds the class folders, or train and test; relative to the project file or absolute."),
              {.name = "width", .caption = "Width", .type = ParamType::Int, .initial = 128, .range = between(1, 65536), .unit = Unit::Pixels,
               .doc = "Columns of the sensor.", .applies = Applies::Rebuild},
              {.name = "height", .caption = "Height", .type = ParamType::Int, .initial = 128, .range = between(1, 65536), .unit = Unit::Pixels,
               .doc = "Rows of the sensor.", .applies = Applies::Rebuild},
              {.name = "classes", .caption = "Classes", .type = ParamType::Int, .initial = 2, .range = between(1, 100'000),
               .doc = "As many as there are folders, or more.", .applies = Applies::Rebuild},
              {.name = "split", .caption = "Split", .type = ParamType::Choice, .initial = "share",
               .doc = "What is learned from and what tests.",
               .choices = {{"share", "A share of each class"}, {"folders", "Folders train and test"}}}},
             event_sets::parted(),
             {{.name = "outside", .caption = "Events outside", .type = ParamType::Choice, .initial = "error",
               .doc = "What to do with events beyond width and height.",
               .choices = {{"error", "Stop and name the file"}, {"drop", "Leave them out"}}, .common = false},
              {.name = "ending", .caption = "Only files ending in", .type = ParamType::Text, .initial = "",
               .doc = "For example .aedat4; empty: every ending of a known event format.", .common = false},
              {.name = "format", .caption = "Format", .type = ParamType::Text, .initial = "",
               .doc = "Id of the reader, as 'events info' tells it; empty: told by the content of each file.", .common = false},
              {.name = "options", .caption = "Reading options", .type = ParamType::Text, .initial = "",
               .doc = "name=value, separated by commas, as 'events info --option' takes them: \"layout=davis\".", .common = false}}}),
        .shape = [](const ShapeQuery& q, NodeReport&) {
            return event_sets::shape(2, q.values.integer("height"), q.values.integer("width"), q.values.integer("classes"));
        },
        .check = event_sets::warnWithoutFolder,
    };
    return spec;
}

} // namespace spw
