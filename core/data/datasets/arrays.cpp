// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/arrays.h"

#include "core/base/error.h"
#include "core/data/containers/npz_file.h"

#include <algorithm>
#include <cmath>

namespace spw {

std::optional<std::vector<std::int64_t>> shapeFromText(const std::string& text)
{
    std::vector<std::int64_t> out;
    std::int64_t product = 1;
    std::size_t at = 0;
    while (true) {
        const std::size_t begin = at;
        std::int64_t number = 0;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 10)
            number = number * 10 + (text[at++] - '0');
        if (at == begin || number < 1 || number > (std::int64_t(1) << 28) / product || out.size() == 4)
            return std::nullopt;
        product *= number;
        out.push_back(number);
        if (at == text.size())
            return out;
        if (text[at++] != 'x')
            return std::nullopt;
    }
}

namespace {

constexpr std::uint64_t kMostArrayBytes = std::uint64_t(4) << 30;
constexpr std::int64_t kMostArrayValues = std::int64_t(1) << 30;

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string out;
    for (const std::int64_t size : shape)
        out += (out.empty() ? "" : "x") + std::to_string(size);
    return out.empty() ? "one number" : out;
}

/// One split: [N][T][shape] and its labels.
struct Block {
    std::int64_t count = 0;
    std::vector<float> values;
    std::vector<std::int64_t> labels;   // empty: none
};

class Arrays final : public Dataset {
public:
    Arrays(const ParamValues& values, const std::filesystem::path& base)
        : m_shape(shapeFromText(values.text("shape")).value_or(std::vector<std::int64_t>{1}))
        , m_steps(values.integer("T"))
        , m_classes(values.integer("classes"))
        , m_order(values.text("order"))
    {
        for (const std::int64_t size : m_shape)
            m_perStep *= size;
        if (values.text("file").empty()) {
            if (m_steps > kMostArrayValues / m_perStep)
                throw Error("A sample of this many steps and values does not fit.", "dataset 'Arrays'", "Choose a smaller shape or fewer steps.");
            m_train = {1, std::vector<float>(std::size_t(m_steps * m_perStep)), {}};
            return;
        }
        const std::filesystem::path path = base / values.text("file");
        m_name = path.filename().string();
        if (path.extension() == ".npy") {
            const std::shared_ptr<const ByteSource> bytes = openBytes(path);
            const NpyFile file(bytes->text(0, std::size_t(std::min(bytes->size(), kMostArrayBytes))), path.string());
            m_train = block(file.view, path.string());
            return;
        }
        const NpzFile file(openBytes(path));
        if (file.has("x_train")) {
            m_train = read(file, "x_train", "y_train", path.string());
            m_separate = file.has("x_test");
            if (m_separate)
                m_test = read(file, "x_test", "y_test", path.string());
        } else {
            m_train = read(file, "x", "y", path.string());
        }
    }

    std::int64_t size(Split split) const override { return of(split).count; }

    std::int64_t label(Split split, std::int64_t index) const override
    {
        const Block& block = of(split);
        return block.labels.empty() ? 0 : block.labels.at(std::size_t(index));
    }

    std::vector<std::string> classNames() const override
    {
        std::vector<std::string> names;
        for (std::int64_t c = 0; c < m_classes; ++c)
            names.push_back(std::to_string(c));
        return names;
    }

    Sample sample(Split split, std::int64_t index) const override
    {
        const Block& block = of(split);
        if (index < 0 || index >= block.count)
            throw Error("There is no sample " + std::to_string(index) + ".", "dataset 'Arrays'",
                        "Choose one from 0 to " + std::to_string(block.count - 1) + ".");
        const std::int64_t size = m_steps * m_perStep;
        PlainTensor x{{m_steps}, {block.values.begin() + index * size, block.values.begin() + (index + 1) * size}};
        x.shape.insert(x.shape.end(), m_shape.begin(), m_shape.end());
        Sample sample;
        sample.values["x"] = std::move(x);
        sample.label = label(split, index);
        sample.name = m_name.empty() ? "zeros" : m_name + " " + std::to_string(index);
        return sample;
    }

private:
    const Block& of(Split split) const { return split == Split::Test && m_separate ? m_test : m_train; }

    Block read(const NpzFile& file, const std::string& x, const std::string& y, const std::string& where) const
    {
        const std::unique_ptr<NpyFile> array = file.read(x, kMostArrayBytes);
        Block out = block(array->view, where + ", array '" + x + "'");
        if (!file.has(y))
            return out;
        const std::string place = where + ", array '" + y + "'";
        const std::unique_ptr<NpyFile> labels = file.read(y, kMostArrayBytes);
        for (const double label : cOrderReals(labels->view, place)) {
            if (label != std::floor(label) || std::abs(label) > 1e15)   // NaN, too
                throw Error("A label is " + std::to_string(label) + ", which is no class.", place,
                            "Save labels as whole numbers from 0: labels.astype('int64').");
            out.labels.push_back(std::int64_t(label));
        }
        if (std::int64_t(out.labels.size()) != out.count)
            throw Error("There are " + std::to_string(out.labels.size()) + " labels for " + std::to_string(out.count) + " samples.", place,
                        "Write one label for each sample.");
        for (const std::int64_t label : out.labels)
            if (label < 0 || label >= m_classes)
                throw Error("A label is " + std::to_string(label) + ".", place,
                            "Raise 'Classes', now " + std::to_string(m_classes) + ", or correct the file.");
        return out;
    }

    Block block(const NpyView& array, const std::string& where) const
    {
        const std::vector<std::int64_t>& found = array.header.shape;
        const std::size_t rank = m_shape.size();
        const bool single = found.size() == rank + 1;   // no dimension for samples
        const auto features = m_order == "nft" ? found.begin() + (single ? 0 : 1) : found.begin() + (single ? 1 : 2);
        if ((!single && found.size() != rank + 2) || !std::equal(m_shape.begin(), m_shape.end(), features))
            throw Error("The array is " + shapeText(found) + ".", where,
                        "It must have samples and steps (or steps alone) and " + shapeText(m_shape) +
                            " values each: correct 'Shape' and 'Order', or the file.");
        Block out;
        out.count = single ? 1 : found[m_order == "tn" ? 1 : 0];
        const std::int64_t steps = m_order == "nft" ? found.back() : found[single || m_order == "tn" ? 0 : 1];
        if (steps == 0)
            throw Error("The array has no steps: it is " + shapeText(found) + ".", where,
                        "Save samples of at least one step, or correct 'Order'.");
        if (out.count > 0 && m_steps > kMostArrayValues / m_perStep / out.count)
            throw Error("The samples do not fit into memory.", where, "Choose fewer steps, or split the file.");
        const std::vector<double> numbers = cOrderReals(array, where);
        out.values.assign(std::size_t(out.count * m_steps * m_perStep), 0.0f);
        for (std::int64_t n = 0; n < out.count; ++n)
            for (std::int64_t t = 0; t < std::min(steps, m_steps); ++t)
                for (std::int64_t i = 0; i < m_perStep; ++i) {
                    const std::int64_t from = m_order == "nft"  ? (n * m_perStep + i) * steps + t
                                              : m_order == "tn" ? (t * out.count + n) * m_perStep + i
                                                                : (n * steps + t) * m_perStep + i;
                    const double value = numbers[std::size_t(from)];
                    if (!std::isfinite(value))
                        throw Error("A value is not a finite number.", where + ", sample " + std::to_string(n) + ", step " + std::to_string(t),
                                    "Correct the file.");
                    out.values[std::size_t((n * m_steps + t) * m_perStep + i)] = float(value);
                }
        return out;
    }

    std::vector<std::int64_t> m_shape;
    std::int64_t m_perStep = 1, m_steps, m_classes;
    std::string m_order, m_name;
    Block m_train, m_test;
    bool m_separate = false;
};

} // namespace

std::unique_ptr<Dataset> openArrays(const ParamValues& values, const std::filesystem::path& base)
{
    return std::make_unique<Arrays>(values, base);
}

} // namespace spw
