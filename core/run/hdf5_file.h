// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/run/hdf5_lock.h"

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What recordings and weights share: owned HDF5 handles, attributes, checked reading. For sources of core only
/// (it shows hdf5.h). Every caller holds an Hdf5Lock.
namespace spw::h5 {

/// Owns one HDF5 identifier of any kind.
class Handle {
public:
    Handle() = default;
    explicit Handle(hid_t id) : m_id(id) {}
    Handle(Handle&& other) noexcept : m_id(std::exchange(other.m_id, H5I_INVALID_HID)) {}
    Handle& operator=(Handle&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        return *this;
    }
    ~Handle()
    {
        if (m_id >= 0) {
            const Hdf5Lock lock;
            H5Idec_ref(m_id);
        }
    }
    operator hid_t() const { return m_id; }
    bool valid() const { return m_id >= 0; }
    void close() { *this = Handle(); }

private:
    hid_t m_id = H5I_INVALID_HID;
};

/// A name that HDF5 takes as one step of a path: '/', '%' and names of dots are written %2F, %25, %2E.
std::string escaped(const std::string& name);
std::string unescaped(const std::string& name);
/// The same for a node of a recording's root, where the name "records" is taken.
std::string escapedAtRoot(const std::string& name);

/// @throws Error naming the file if `ok` is false.
void require(bool ok, const std::string& what, const std::string& where,
             const std::string& fix = "Check that the disk is not full and that the folder may be written.");

/// Opens for reading. @throws Error: missing, no HDF5 file, a Git LFS pointer.
Handle openFile(const std::filesystem::path& file);
/// Opens the child of a group if it is a hard link (others could lead out of the file) of this kind, else invalid.
Handle openGroup(hid_t parent, const std::string& name);
Handle openDataset(hid_t parent, const std::string& name);
/// Names of the hard-linked children of a group, sorted.
std::vector<std::string> childNames(hid_t group, const std::string& where);
/// The child group, made if it does not exist; without time stamps, so that equal content gives equal bytes.
Handle makeGroup(hid_t parent, const std::string& name, const std::string& where);

/// Extent of a data set. @throws Error if it has more than 32 axes or `limit` values, or lies in other files.
std::vector<std::int64_t> shapeOf(hid_t dataset, const std::string& where, std::int64_t limit);
/// Refuses a data set whose `bytes` cannot come from what the file stores of it: a few bytes that promise gigabytes.
void requireStored(hid_t dataset, std::int64_t bytes, const std::string& where);
std::int64_t valueCount(const std::vector<std::int64_t>& shape);

void setText(hid_t object, const char* name, const std::string& value, const std::string& where);
void setNumber(hid_t object, const char* name, double value, const std::string& where);
void setIntegers(hid_t object, const char* name, const std::vector<std::int64_t>& values, const std::string& where);
std::optional<std::string> text(hid_t object, const char* name);
std::optional<double> number(hid_t object, const char* name);
std::vector<std::int64_t> integers(hid_t object, const char* name);

} // namespace spw::h5
