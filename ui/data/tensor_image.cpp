// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/tensor_image.h"

#include <algorithm>
#include <cmath>

namespace spw::ui {
namespace {

constexpr std::int64_t kMostSide = 4096;

struct Scale {
    float low = 0, high = 1;
    int grey(float value) const
    {
        return std::isfinite(value) && high > low ? std::clamp(int(std::lround(255 * (value - low) / (high - low))), 0, 255) : 0;
    }
};

Scale scaleOf(const PlainTensor& tensor)
{
    const auto [low, high] = std::minmax_element(tensor.data.begin(), tensor.data.end());
    // Counts begin at zero: an empty pixel is black even where every pixel has something.
    return {std::min(0.0f, *low), std::max(*high, *low + 1e-6f)};
}

} // namespace

std::int64_t picturesOf(const PlainTensor& tensor) { return tensor.shape.size() == 4 ? tensor.shape[0] : 1; }

QImage tensorImage(const PlainTensor& tensor, std::int64_t picture, bool sequence)
{
    if (tensor.data.empty())
        return {};
    std::vector<std::int64_t> shape = tensor.shape;
    const float* data = tensor.data.data();
    if (shape.size() == 4) {
        const std::int64_t size = shape[1] * shape[2] * shape[3];
        data += std::clamp<std::int64_t>(picture, 0, shape[0] - 1) * size;
        shape.erase(shape.begin());
    }
    const bool turned = shape.size() == 2 && sequence;   // [T, F]
    if (shape.size() < 2)
        shape = {1, std::int64_t(tensor.data.size())};
    const std::int64_t channels = shape.size() == 3 ? shape[0] : 1;
    const std::int64_t rows = shape[shape.size() - 2], columns = shape.back();
    const std::int64_t height = turned ? columns : rows, width = turned ? rows : columns;
    if (height < 1 || width < 1 || height > kMostSide || width > kMostSide)
        return {};
    const Scale scale = scaleOf(tensor);
    QImage image(int(width), int(height), QImage::Format_RGB32);
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x) {
            const std::int64_t at = turned ? x * columns + (columns - 1 - y) : y * columns + x;
            const auto value = [&](std::int64_t channel) { return scale.grey(data[channel * rows * columns + at]); };
            QRgb color = qRgb(value(0), value(0), value(0));
            if (channels == 3)
                color = qRgb(value(0), value(1), value(2));
            else if (channels == 2)   // OFF blue, ON orange, as in the event player
                color = qRgb(std::min(255, value(1)), std::min(255, (value(0) + value(1)) / 2), std::min(255, value(0)));
            image.setPixel(int(x), int(y), color);
        }
    return image;
}

} // namespace spw::ui
