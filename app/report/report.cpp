// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/report.h"

#include "app/report/charts.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <cmath>
#include <cstdio>

namespace spw::report {
namespace {

std::string escaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    return out;
}

std::string base64(const std::string& bytes)
{
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) { return k < bytes.size() ? std::uint32_t(std::uint8_t(bytes[k])) : 0u; };
        const std::uint32_t three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        out += digits[three >> 18 & 63];
        out += digits[three >> 12 & 63];
        out += i + 1 < bytes.size() ? digits[three >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? digits[three & 63] : '=';
    }
    return out;
}

std::string printed(const char* format, double value)
{
    if (!std::isfinite(value))
        return "not measured";
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string percent(double share) { return std::isfinite(share) ? printed("%.1f %%", 100 * share) : "not measured"; }

using Rows = std::vector<std::vector<std::string>>;

/// @param heading  the first row names the columns; else the first column names the rows.
std::string table(const Rows& rows, bool heading)
{
    std::string out = "<table>\n";
    for (std::size_t r = 0; r < rows.size(); ++r) {
        out += "<tr>";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const bool head = heading ? r == 0 : c == 0;
            out += (head ? "<th>" : "<td>") + escaped(rows[r][c]) + (head ? "</th>" : "</td>");
        }
        out += "</tr>\n";
    }
    return out + "</table>\n";
}

Rows resultRows(const Input& input)
{
    const RunResult& r = input.result;
    return {{"State", runStateName(r.state)},
            {"Epochs", std::to_string(r.epochs)},
            {"Test accuracy", percent(r.testAccuracy)},
            {"Best epoch's test accuracy", percent(r.bestTestAccuracy)},
            {"Training accuracy", percent(r.trainAccuracy)},
            {"Training loss", printed("%.4g", r.trainLoss)},
            {"Test loss", printed("%.4g", r.testLoss)},
            {"Time", printed("%.1f s", r.seconds)},
            {"Training speed", printed("%.0f samples/s", r.samplesPerSecond)},
            {"Most memory", printed("%.0f MB", double(r.peakRssBytes) / 1e6)},
            {"Run folder", r.runDir.string()}};
}

Rows machineRows(const Input& input)
{
    return {{"Device", input.result.device},
            {"Threads", std::to_string(input.engine.threads)},
            {"LibTorch", input.engine.torchVersion},
            {"BLAS", input.engine.blas},
            {"Seed", std::to_string(input.document.run.seed)}};
}

Rows settingRows(const Document& document)
{
    Rows rows{{"node", "type", "settings"}};
    for (const auto& [id, node] : document.graph.nodes()) {
        std::string settings;
        if (const NodeSpec* spec = document.graph.spec(id))
            for (const ParamSpec& p : spec->params)
                if (node.values.has(p.name))
                    settings += (settings.empty() ? "" : ", ") + p.name + " " + toText(node.values.at(p.name));
        rows.push_back({node.title, node.type, settings});
    }
    return rows;
}

Rows layerRows(const Evaluation& evaluation)
{
    Rows rows{{"layer", "rate", "never fire", "always fire", "SynOps per sample"}};
    for (const Evaluation::Layer& layer : evaluation.layers)
        rows.push_back({layer.name, percent(layer.rate), percent(layer.deadShare), percent(layer.saturatedShare),
                        printed("%.0f", layer.synOps)});
    return rows;
}

Rows epochRows(const std::vector<EpochMetrics>& epochs)
{
    Rows rows{{"epoch", "training loss", "training accuracy", "test loss", "test accuracy", "learning rate", "seconds", "samples/s"}};
    for (const EpochMetrics& m : epochs)
        rows.push_back({std::to_string(m.epoch), printed("%.4g", m.trainLoss), percent(m.trainAccuracy), printed("%.4g", m.testLoss),
                        percent(m.testAccuracy), printed("%.3g", m.learningRate), printed("%.2f", m.seconds),
                        printed("%.0f", m.samplesPerSecond)});
    return rows;
}

constexpr const char* kStyle = R"(
body { font: 15px/1.5 "DejaVu Sans", Verdana, sans-serif; color: #21262d; background: #fff; max-width: 1000px;
       margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; margin-bottom: 0; } h2 { font-size: 1.15em; margin-top: 2em; }
table { border-collapse: collapse; font-size: 0.9em; margin: 0.5em 0; }
th, td { text-align: left; padding: 0.25em 1.2em 0.25em 0; border-bottom: 1px solid #e5e8ec; vertical-align: top; }
th { font-weight: 600; } img { max-width: 100%; display: block; } p.lead { color: #57606a; margin-top: 0.2em; }
.columns { display: flex; flex-wrap: wrap; gap: 3em; } summary { cursor: pointer; }
)";

} // namespace

std::filesystem::path write(const Input& input, const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw Error("The folder of the report cannot be made: " + error.message() + ".", folder.string(),
                    "Choose another folder with --report.");

    const auto picture = [&folder](const char* name, const char* meaning, const std::string& png) -> std::string {
        const std::filesystem::path file = folder / name;
        if (png.empty()) {
            std::error_code ignored;
            std::filesystem::remove(file, ignored);   // of an earlier report
            return {};
        }
        writeFileAtomically(file, png);
        return "<img alt=\"" + std::string(meaning) + "\" src=\"data:image/png;base64," + base64(png) + "\">\n";
    };

    const Evaluation evaluation = input.result.evaluation.value_or(Evaluation{});
    const SampleRecord sample = input.sample ? *input.sample : SampleRecord{};
    std::string page = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>" + escaped(input.title) +
                       "</title>\n<style>" + kStyle + "</style></head><body>\n<h1>" + escaped(input.title) + "</h1>\n";
    if (!input.document.description.empty())
        page += "<p class=\"lead\">" + escaped(input.document.description) + "</p>\n";
    page += "<div class=\"columns\"><div><h2>Result</h2>\n" + table(resultRows(input), false) + "</div><div><h2>Machine</h2>\n" +
            table(machineRows(input), false) + "</div></div>\n";

    const auto section = [&page](const char* title, const std::string& content) {
        if (!content.empty())
            page += std::string("<h2>") + title + "</h2>\n" + content;
    };
    section("Learning", picture("curves.png", "Loss and accuracy over the epochs", curvesPng(input.epochs)));
    section("One test sample", picture("sample.png", "Events of the sample", samplePng(sample)) +
                                   picture("raster.png", "Spikes of every layer", rasterPng(sample)));
    section("Mistakes", picture("confusion.png", "Confusion matrix", confusionPng(evaluation)));
    section("Layers", picture("rates.png", "Firing rate of each layer", ratesPng(evaluation)) +
                          (evaluation.layers.empty() ? std::string() : table(layerRows(evaluation), true)));
    if (!input.epochs.empty())
        page += "<details><summary>Every epoch</summary>\n" + table(epochRows(input.epochs), true) + "</details>\n";
    page += "<h2>Settings</h2>\n" + table(settingRows(input.document), true) + "</body></html>\n";

    const std::filesystem::path index = folder / "index.html";
    writeFileAtomically(index, page);
    return index;
}

} // namespace spw::report
