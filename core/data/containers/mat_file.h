// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/containers/scalar_type.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace spw {

/// A variable of a MATLAB file. The fields of a structure follow it as variables of their own, "events.x"; of several structures
/// of one name "events(2).x", or "events.x" with a value from each where every one has a single number there. Values lie column by column (MATLAB's order), in the type they are stored in, which may be
/// smaller than their class.
struct MatVariable {
    std::string name;
    std::string type;                      // the class as NumPy names it: "float64"; "cell", "struct", "char", ... else
    std::vector<std::int64_t> shape;
    bool isComplex = false;
    Column values;                         // the real part; no values if it is no plain array of numbers
    std::string where;

    bool isNumeric() const { return values.type.isNumber(); }
    std::int64_t rows() const { return shape.empty() ? 0 : shape[0]; }
};

/// A `.mat` file of version 5 (MATLAB's -v5, -v6, -v7): plain or zlib-compressed, in both byte orders (formats.md 5.8).
/// Version 7.3 is HDF5: use Table.
class MatFile {
public:
    /// @throws Error: no such file, cut, damaged, more than 2 GiB; version 7.3 and 4 with a remedy.
    explicit MatFile(std::shared_ptr<const ByteSource> file);
    MatFile(const MatFile&) = delete;
    MatFile& operator=(const MatFile&) = delete;

    const std::vector<MatVariable>& variables() const { return m_variables; }
    const MatVariable* find(std::string_view name) const;
    /// Bytes of an incomplete variable at the end.
    std::uint64_t droppedBytes() const { return m_dropped; }

private:
    std::deque<std::string> m_bytes;       // the file, what was unpacked from it, and what was gathered
    std::vector<MatVariable> m_variables;
    std::uint64_t m_dropped = 0;
};

/// The first bytes are those of a version 5 file.
bool isMat5(std::string_view head);

} // namespace spw
