// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& bs2FolderSpec()
{
    static const NodeSpec spec{
        .id = "dataset.bs2_folder",
        .title = "N-MNIST (bs2 files)",
        .category = Category::Dataset,
        .caption = "Handwritten digits seen by an event camera that twitched three times.",
        .doc = "A folder with one .bs2 recording per sample, named by its number (1.bs2, 2.bs2, ...), and two text "
               "lists of \"number label\" lines: one to learn from, one to test with. A .bs2 event has 5 bytes: x, y, "
               "then polarity (1 bit) and time in microseconds (23 bits). N-MNIST has 10 classes on 34x34 pixels; any "
               "data in this form can be read.",
        .source = "SLAYER, spikeFileIO and its N-MNIST example; Orchard, Jayawant, Cohen, Thakor 2015 (N-MNIST)",
        .outputs = {{"events", PortType::Events, "Events of one recording, 2 polarities x height x width."},
                    {"label", PortType::Label, "The class written in the list."}},
        .params = {
            {.name = "folder", .caption = "Folder", .type = ParamType::Path, .initial = "",
             .doc = "Where the .bs2 files lie, relative to the project file or absolute."},
            {.name = "train_list", .caption = "Training list", .type = ParamType::Path, .initial = "train1K.txt",
             .doc = "Text file with \"number label\" lines, in the folder or beside the project."},
            {.name = "test_list", .caption = "Test list", .type = ParamType::Path, .initial = "test100.txt",
             .doc = "The same for the samples to test with."},
            {.name = "width", .caption = "Width", .type = ParamType::Int, .initial = 34, .range = between(1, 256),
             .unit = Unit::Pixels, .doc = "Columns of the sensor; events outside are errors.",
             .applies = Applies::Rebuild},
            {.name = "height", .caption = "Height", .type = ParamType::Int, .initial = 34, .range = between(1, 256),
             .unit = Unit::Pixels, .doc = "Rows of the sensor; events outside are errors.",
             .applies = Applies::Rebuild},
            {.name = "classes", .caption = "Classes", .type = ParamType::Int, .initial = 10,
             .range = between(1, 100'000), .doc = "Labels run from 0 to one less than this.",
             .applies = Applies::Rebuild},
            {.name = "incomplete", .caption = "Cut files", .type = ParamType::Choice, .initial = "error",
             .doc = "What to do with a file that ends in the middle of an event.",
             .choices = {{"error", "Stop and name the file"}, {"keep", "Use the complete events"}}, .common = false},
        },
        .shape = [](const ShapeQuery& q, NodeReport&) {
            return ShapeAnswer{.outputs = {
                {.type = PortType::Events, .features = {2, q.values.integer("height"), q.values.integer("width")},
                 .steps = {}, .classes = {}},
                {.type = PortType::Label, .features = {1}, .steps = {}, .classes = q.values.integer("classes")}}};
        },
        .check = [](const ParamValues& values, NodeReport& report) {
            if (values.text("folder").empty())
                report.warn("folder", "No folder is chosen.", "Nothing can be read before.",
                            "Choose the folder with the .bs2 files.");
        },
    };
    return spec;
}

} // namespace spw
