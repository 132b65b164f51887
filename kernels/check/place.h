// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/cuda/neuron_cuda.h"

#include <cstring>
#include <new>
#include <vector>

namespace spw::kernels {

/// Where a pass runs: allocates, copies and launches.
struct Place {
    bool cuda = false;
    void* take(std::size_t bytes) const { return cuda ? cudaTake(bytes) : ::operator new(bytes, std::align_val_t(64)); }
    void give(void* memory) const { cuda ? cudaGive(memory) : ::operator delete(memory, std::align_val_t(64)); }
    void in(void* to, const void* from, std::size_t bytes) const
    {
        cuda ? cudaCopyIn(to, from, bytes) : void(std::memcpy(to, from, bytes));
    }
    void out(void* to, const void* from, std::size_t bytes) const
    {
        cuda ? cudaCopyOut(to, from, bytes) : void(std::memcpy(to, from, bytes));
    }
};

/// An array at a place; filled from doubles, read back as it is.
template <class R>
class Array {
public:
    Array(const Place& place, const std::vector<double>& values) : Array(place, values.size())
    {
        const std::vector<R> converted(values.begin(), values.end());
        m_place.in(m_data, converted.data(), m_size * sizeof(R));
    }
    Array(const Place& place, std::size_t size) : m_place(place), m_size(size), m_data(place.take(size * sizeof(R))) {}
    Array(const Array&) = delete;
    Array& operator=(const Array&) = delete;
    ~Array() { m_place.give(m_data); }
    R* data() const { return static_cast<R*>(m_data); }
    std::vector<R> read() const
    {
        std::vector<R> values(m_size);
        m_place.out(values.data(), m_data, m_size * sizeof(R));
        return values;
    }

private:
    Place m_place;
    std::size_t m_size;
    void* m_data;
};

} // namespace spw::kernels
