// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/net.h"

namespace spw::lavanet {

const char* typeName(BlockType type)
{
    switch (type) {
    case BlockType::Input:
        return "input";
    case BlockType::Flatten:
        return "flatten";
    case BlockType::Dense:
        return "dense";
    case BlockType::Conv:
        return "conv";
    case BlockType::ConvTranspose:
        return "convT";
    case BlockType::Pool:
        return "pool";
    case BlockType::Unpool:
        return "unpool";
    case BlockType::Recurrent:
        return "dense_rec";
    case BlockType::Average:
        return "average";
    }
    return "";
}

const char* typeName(NeuronType type)
{
    switch (type) {
    case NeuronType::Cuba:
        return "CUBA";
    case NeuronType::Alif:
        return "ALIF";
    case NeuronType::RfPhase:
        return "RF_PHASE";
    case NeuronType::RfIzhikevich:
        return "RF_IZHIKEVICH";
    case NeuronType::AdrfPhase:
        return "ADRF_PHASE";
    case NeuronType::AdrfIzhikevich:
        return "ADRF_IZHIKEVICH";
    case NeuronType::SigmaDelta:
        return "SDNN";
    }
    return "";
}

std::int64_t Block::size() const
{
    std::int64_t size = 1;
    for (const std::int64_t side : shape)
        size *= side;
    return size;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t side : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(side);
    return text.empty() ? "one number" : text;
}

std::int64_t sideAfter(const Block& block, std::int64_t side, std::size_t axis)
{
    const std::int64_t kernel = block.kernel[axis], stride = block.stride[axis], padding = block.padding[axis];
    const std::int64_t reach = block.dilation[axis] * (kernel - 1);
    if (block.type == BlockType::ConvTranspose || block.type == BlockType::Unpool)
        return (side - 1) * stride - 2 * padding + reach + 1;
    if (block.type == BlockType::Pool) // filled up with zeros to a multiple of the window
        side += (kernel - side % kernel) % kernel;
    const std::int64_t room = side + 2 * padding - reach - 1;
    return room < 0 ? 0 : room / stride + 1;
}

} // namespace spw::lavanet
