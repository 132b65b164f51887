// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/containers/npz_file.h"
#include "core/data/dataset.h"

#include <filesystem>
#include <functional>

/// One array of a sample's .npz, as floats in C order.
inline spw::PlainTensor arrayOf(const std::filesystem::path& npz, const std::string& name)
{
    const spw::NpzFile file(spw::openBytes(npz));
    const std::unique_ptr<spw::NpyFile> array = file.read(name);
    const std::vector<double> values = spw::cOrderReals(array->view, npz.string());
    return {array->view.header.shape, {values.begin(), values.end()}};
}

inline bool hasArray(const std::filesystem::path& npz, const std::string& name)
{
    return spw::NpzFile(spw::openBytes(npz)).has(name);
}

/// Its axes in another order: permuted(x, {2, 0, 1}) has axis 2 of x first.
inline spw::PlainTensor permuted(const spw::PlainTensor& x, const std::vector<std::size_t>& axes)
{
    std::vector<std::int64_t> strides(x.shape.size(), 1);
    for (std::size_t i = x.shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * x.shape[i];
    spw::PlainTensor out;
    for (const std::size_t axis : axes)
        out.shape.push_back(x.shape[axis]);
    out.data.reserve(x.data.size());
    std::vector<std::int64_t> at(axes.size(), 0);
    for (std::size_t n = 0; n < x.data.size(); ++n) {
        std::int64_t place = 0;
        for (std::size_t i = 0; i < axes.size(); ++i)
            place += at[i] * strides[axes[i]];
        out.data.push_back(x.data[std::size_t(place)]);
        for (std::size_t i = axes.size(); i-- > 0 && ++at[i] == out.shape[i];)
            at[i] = 0;
    }
    return out;
}

/// lava-dl's [N, ..., T] as [T, N, ...].
inline spw::PlainTensor timeFirst(const spw::PlainTensor& x)
{
    std::vector<std::size_t> axes{x.shape.size() - 1};
    for (std::size_t i = 0; i + 1 < x.shape.size(); ++i)
        axes.push_back(i);
    return permuted(x, axes);
}

/// What differs; empty if nothing does.
inline std::string difference(const spw::PlainTensor& actual, const spw::PlainTensor& expected)
{
    if (actual.data.size() != expected.data.size())
        return std::to_string(actual.data.size()) + " values instead of " + std::to_string(expected.data.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < actual.data.size(); ++i)
        count += actual.data[i] != expected.data[i];
    return count == 0 ? std::string() : std::to_string(count) + " of " + std::to_string(actual.data.size()) + " differ";
}
