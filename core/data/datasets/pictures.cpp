// SPDX-License-Identifier: GPL-3.0-or-later
//
// Still pictures with labels: MNIST and its kin (IDX files), CIFAR-10 and CIFAR-100 (binary version).
#include "core/base/error.h"
#include "core/data/datasets/data_folder.h"
#include "core/data/datasets/openers.h"
#include "core/data/static/cifar_file.h"
#include "core/data/static/idx_file.h"

#include <array>
#include <cmath>

namespace spw {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

/// Bytes to numbers, channel by channel: (b / 255 - mean) / std.
struct Scaling {
    std::vector<double> mean, std;
    bool keep = false;   // 0 to 255

    float of(std::uint8_t byte, std::size_t channel) const
    {
        return keep ? float(byte) : float((double(byte) / 255 - mean[channel]) / std[channel]);
    }

    static Scaling from(const ParamValues& values, const std::vector<double>& mean, const std::vector<double>& std)
    {
        const std::string& kind = values.text("normalise");
        if (kind == "standard")
            return {mean, std};
        if (kind == "own")
            return {std::vector<double>(mean.size(), values.real("mean")), std::vector<double>(mean.size(), values.real("std"))};
        return {std::vector<double>(mean.size(), 0), std::vector<double>(mean.size(), 1), kind == "bytes"};
    }
};

struct Part {
    std::string pixels;   // picture by picture, channel by channel, row by row
    std::vector<std::int64_t> labels;
};

class Pictures final : public Dataset {
public:
    Pictures(std::string name, std::array<std::int64_t, 3> shape, Names classNames, Scaling scaling, Part train, Part test)
        : m_name(std::move(name)), m_shape(shape), m_classNames(std::move(classNames)), m_scaling(std::move(scaling)),
          m_train(std::move(train)), m_test(std::move(test))
    {
    }

    std::int64_t size(Split split) const override { return std::int64_t(of(split).labels.size()); }
    std::int64_t label(Split split, std::int64_t index) const override { return of(split).labels.at(std::size_t(index)); }
    std::vector<std::string> classNames() const override { return m_classNames; }

    Sample sample(Split split, std::int64_t index) const override
    {
        Sample sample;
        sample.label = label(split, index);
        sample.name = m_name + (split == Split::Train ? " training " : " test ") + std::to_string(index);
        const auto [channels, height, width] = m_shape;
        const std::size_t plane = std::size_t(height * width), count = std::size_t(channels) * plane;
        const char* const from = of(split).pixels.data() + std::size_t(index) * count;
        PlainTensor image{{channels, height, width}, std::vector<float>(count)};
        for (std::size_t i = 0; i < count; ++i)
            image.data[i] = m_scaling.of(std::uint8_t(from[i]), i / plane);
        PlainTensor rows{{height, channels * width}, std::vector<float>(count)};   // step y: its row of every channel
        for (std::int64_t c = 0; c < channels; ++c)
            for (std::int64_t y = 0; y < height; ++y)
                for (std::int64_t x = 0; x < width; ++x)
                    rows.data[std::size_t((y * channels + c) * width + x)] = image.data[std::size_t((c * height + y) * width + x)];
        sample.values["image"] = std::move(image);
        sample.values["rows"] = std::move(rows);
        return sample;
    }

private:
    const Part& of(Split split) const { return split == Split::Train ? m_train : m_test; }

    std::string m_name;
    std::array<std::int64_t, 3> m_shape;
    Names m_classNames;
    Scaling m_scaling;
    Part m_train, m_test;
};

/// "train-images-idx3-ubyte", packed or not, also as some sites rename it.
fs::path idxFile(const fs::path& folder, const std::string& start, int axes)
{
    const std::string dash = start + "-idx" + std::to_string(axes) + "-ubyte", dot = start + ".idx" + std::to_string(axes) + "-ubyte";
    return findInside(folder, {dash, dash + ".gz", dot, dot + ".gz"});
}

Part readIdxPair(const fs::path& images, const fs::path& labels, std::size_t classes)
{
    constexpr std::int64_t kSide = 28;
    const IdxArray pixels = readIdx(openBytes(images)), numbers = readIdx(openBytes(labels));
    if (pixels.shape.size() != 3 || pixels.shape[1] != kSide || pixels.shape[2] != kSide || pixels.type.size != 1)
        throw Error("The file does not hold pictures of 28 x 28 bytes.", images.string(), "Choose the files of MNIST or of a set in its form.");
    if (numbers.shape.size() != 1 || numbers.type.size != 1)
        throw Error("The file does not hold labels.", labels.string(), "Choose the files of MNIST or of a set in its form.");
    if (numbers.shape[0] != pixels.shape[0])
        throw Error("There are " + std::to_string(numbers.shape[0]) + " labels for " + std::to_string(pixels.shape[0]) + " pictures.",
                    labels.string(), "Copy both files again.");
    Part part{pixels.bytes, {}};
    for (std::size_t i = 0; i < numbers.bytes.size(); ++i) {
        part.labels.push_back(std::uint8_t(numbers.bytes[i]));
        if (part.labels.back() >= std::int64_t(classes))
            throw Error("Label " + std::to_string(i) + " is " + std::to_string(part.labels.back()) + ", 0 to " + std::to_string(classes - 1)
                            + " were expected.",
                        labels.string(), "Copy the file again, or choose the set it belongs to.");
    }
    return part;
}

Names cifarNames(bool hundred)
{
    if (!hundred)
        return {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    Names names;
    for (int i = 0; i < 100; ++i)
        names.push_back(std::to_string(i));
    return names;
}

void addCifar(Part& part, const fs::path& file, bool hundred)
{
    const CifarRecords records = readCifar(*openBytes(file), hundred ? CifarKind::Hundred : CifarKind::Ten);
    if (records.droppedBytes > 0)
        throw Error("The file ends inside a picture.", file.string(), "Copy the file again.");
    part.pixels += records.pixels;
    part.labels.insert(part.labels.end(), records.labels.begin(), records.labels.end());
}

} // namespace

std::unique_ptr<Dataset> openMnist(const ParamValues& values, const fs::path& base)
{
    const bool fashion = values.text("set") == "fashion";
    const std::string node = fashion ? "Fashion-MNIST" : "MNIST";
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    const Names names = fashion ? Names{"t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"}
                                : Names{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    const fs::path images = idxFile(folder, "train-images", 3), labels = idxFile(folder, "train-labels", 1);
    if (images.empty() || labels.empty())
        throw Error(std::string("There is no ") + (images.empty() ? "train-images-idx3-ubyte" : "train-labels-idx1-ubyte") + " (nor .gz).",
                    folder.string(), "Copy the four files of " + node + " here: 'spikewright-cli data get " + (fashion ? "fashion-mnist" : "mnist")
                                         + "' downloads them.");
    const fs::path testImages = idxFile(folder, "t10k-images", 3), testLabels = idxFile(folder, "t10k-labels", 1);
    Part test;
    if (!testImages.empty() && !testLabels.empty())
        test = readIdxPair(testImages, testLabels, names.size());
    // Mean and deviation of the training pictures, as commonly used.
    const Scaling scaling = fashion ? Scaling::from(values, {0.2860}, {0.3530}) : Scaling::from(values, {0.1307}, {0.3081});
    return std::make_unique<Pictures>(node, std::array<std::int64_t, 3>{1, 28, 28}, names, scaling,
                                      readIdxPair(images, labels, names.size()), std::move(test));
}

std::unique_ptr<Dataset> openCifar(const ParamValues& values, const fs::path& base)
{
    const bool hundred = values.text("set") == "100";
    const std::string node = hundred ? "CIFAR-100" : "CIFAR-10";
    const fs::path folder = dataFolder(values.text("folder"), base, node);
    Part train, test;
    if (hundred) {
        for (const char* const name : {"train.bin", "cifar100_train.bin"})
            if (const fs::path file = findInside(folder, {name}); !file.empty() && train.labels.empty())
                addCifar(train, file, true);
        if (const fs::path file = findInside(folder, {"test.bin"}); !file.empty())
            addCifar(test, file, true);
    } else {
        for (int i = 1; i <= 5; ++i)
            if (const fs::path file = findInside(folder, {"data_batch_" + std::to_string(i) + ".bin"}); !file.empty())
                addCifar(train, file, false);
        if (const fs::path file = findInside(folder, {"test_batch.bin"}); !file.empty())
            addCifar(test, file, false);
    }
    if (train.labels.empty())
        throw Error(std::string("There is no ") + (hundred ? "train.bin." : "data_batch_1.bin."), folder.string(),
                    "Unpack the binary version of " + node + " here: 'spikewright-cli data get " + (hundred ? "cifar100" : "cifar10")
                        + "' downloads it. The Python version cannot be read: it holds code.");
    const Scaling scaling = hundred ? Scaling::from(values, {0.5071, 0.4867, 0.4408}, {0.2675, 0.2565, 0.2761})
                                    : Scaling::from(values, {0.4914, 0.4822, 0.4465}, {0.2470, 0.2435, 0.2616});
    return std::make_unique<Pictures>(node, std::array<std::int64_t, 3>{3, 32, 32}, cifarNames(hundred), scaling, std::move(train),
                                      std::move(test));
}

} // namespace spw
