// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/interrupt_stop.h"
#include "app/cli/output.h"
#include "app/cli/project.h"
#include "app/report/charts.h"
#include "core/base/atomic_file.h"
#include "core/convert/ann_to_snn.h"
#include "core/exchange/exchange_job.h"

#include <charconv>
#include <cstdio>

namespace spw::cli {
namespace {

template <class Number>
void take(const Arguments& arguments, const std::string& option, Number& into)
{
    const auto text = arguments.value(option);
    if (!text)
        return;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), into);
    if (problem != std::errc() || end != text->data() + text->size())
        throw UsageError(option + " takes a number");
}

Json resultJson(const ConversionResult& result, const ConversionOptions& options)
{
    Json json = Json::parse(spw::toJson(result.report));
    json["mode"] = options.mode;
    json["steps"] = result.accuracy.size();
    json["samples"] = result.samples;
    json["analog_accuracy"] = jsonNumber(result.analogAccuracy);
    json["spiking_accuracy"] = result.accuracy.empty() ? Json() : jsonNumber(result.accuracy.back());
    Json curve = Json::array(), layers = Json::array();
    for (const double accuracy : result.accuracy)
        curve.push_back(jsonNumber(accuracy));
    json["accuracy"] = curve;   // after 1, 2, ... steps
    for (const ConvertedLayer& layer : result.layers)
        layers.push_back({{"name", layer.name}, {"scale", jsonNumber(layer.scale)}, {"silent", layer.silent}});
    json["layers"] = layers;
    return json;
}

int runConvert(const Arguments& arguments)
{
    ConversionRequest request;
    ConversionOptions& options = request.options;
    options.mode = arguments.value("--mode").value_or(options.mode);
    try {
        conversionMode(options.mode);
    } catch (const Error& e) {
        throw UsageError("--mode: " + e.fix());
    }
    take(arguments, "--steps", options.steps);
    take(arguments, "--momentum", options.momentum);
    take(arguments, "--calibration", options.calibrationSamples);
    take(arguments, "--batch", options.batchSize);
    take(arguments, "--samples", options.testSamples);
    options.foldNorms = !arguments.has("--keep-norms");
    Project project = loadProject(arguments.at("F.spw"));
    printDiagnostics(project.warnings);
    request.document = std::move(project.document);
    request.base = project.base;
    if (const auto file = arguments.value("--weights"))
        request.weights = *file;
    else
        printWarning("No --weights: the initial weights are converted.");
    request.open = [](const NetworkRequest& network) { return engine().open(network); };
    if (!arguments.has("--quiet"))
        request.progress = [last = std::string()](double share, const std::string& doing) mutable {
            if (doing != last)
                std::fprintf(stderr, "%3.0f %%  %s\n", 100 * share, doing.c_str());
            last = doing;
        };
    const InterruptStop stop;
    request.stop = stop.token();
    try {
        ConversionResult result = convertToSpiking(request);
        const std::filesystem::path out = *arguments.value("--out");
        if (result.report.complete()) {
            saveConversion(result, out);
            std::filesystem::path picture = out;
            picture.replace_extension(".accuracy.png");
            writeFileAtomically(picture, report::stepsPng(result.accuracy, result.analogAccuracy));
            result.report.files.push_back(picture);
        }
        if (arguments.has("--json"))
            printJson(resultJson(result, options));
        else
            std::printf("%s", toText(result.report).c_str());
        if (!result.report.complete()) {
            std::fprintf(stderr, "Nothing was written: see the lines that begin with 'refused'.\n");
            return kInputAtFault;
        }
        std::fprintf(stderr, "Wrote %s: %.1f %% after %zu steps, %.1f %% before the conversion\n", out.string().c_str(),
                     100 * result.accuracy.back(), result.accuracy.size(), 100 * result.analogAccuracy);
        return kDone;
    } catch (const CancelledError& e) {
        std::fprintf(stderr, "%s\n", e.happened().c_str());
        return kCancelled;
    }
}

} // namespace

Command convertCommand()
{
    return {"convert", "Make a spiking network of a trained analog one (ReLU), with its accuracy against the steps.",
            {{"F.spw", "project of the analog network; - for standard input"}},
            {{"--weights", "W.h5", "weights or a checkpoint of the analog network; without it the initial ones"},
             {"--out", "G.spw", "the project to write; weights go to G.weights.h5, the curve to G.accuracy.png", true},
             {"--mode", "MODE", "scale of each layer: a percentile (default 99.9%), max, or a factor above 0 up to 1 of the largest"},
             {"--steps", "T", "steps of the spiking network (default 64)"},
             {"--momentum", "M", "of the running scale over the batches (default 0.1)"},
             {"--keep-norms", "", "leave batch normalisation as layers of their own"},
             {"--calibration", "N", "training samples to measure activations on; 0: all (default 1000)"},
             {"--batch", "N", "samples of a batch (default 50)"},
             {"--samples", "N", "test samples for the curve; 0: all (default)"},
             {"--quiet", "", "no progress"},
             {"--json", "", "the account with the curve as one JSON object"}},
            runConvert, true,
            "Exit code 1 if a node has no spiking counterpart; then nothing is written."};
}

} // namespace spw::cli
