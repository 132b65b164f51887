// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_text.h"

#include "core/run/hdf5_heap.h"

#include <algorithm>

namespace spw::h5 {

namespace {

constexpr std::uint64_t kLongest = 4096, kMostTextBytes = std::uint64_t(1) << 28;
constexpr const char* kCopyTextsAgain = "The file is damaged: copy it again.";

/// Up to the first zero.
std::string text(std::string_view bytes) { return std::string(bytes.substr(0, bytes.find('\0'))); }

} // namespace

std::optional<std::vector<std::string>> variableTexts(hid_t dataset, std::size_t count, const std::string& where)
{
    const Hdf5Lock lock;
    const Handle properties(H5Dget_create_plist(dataset));
    if (!properties.valid() || H5Pget_layout(properties) != H5D_CONTIGUOUS)
        return std::nullopt;
    const haddr_t offset = H5Dget_offset(dataset);
    if (offset == HADDR_UNDEF)
        return std::vector<std::string>(count);   // never written
    const Handle file(H5Iget_file_id(dataset));
    GlobalHeap heap(file, rawBytesOf(dataset, where), where, kMostTextBytes);
    const std::size_t each = heap.placeBytes();
    require(count <= kMostTextBytes / each && H5Dget_storage_size(dataset) >= count * each, "The texts are not all there.", where,
            kCopyTextsAgain);
    const std::string places = heap.bytes().read(offset, count * each);   // the offset counts from the file's first byte
    require(places.size() == count * each, "The texts lie outside of the file.", where, kCopyTextsAgain);
    std::vector<std::string> out;
    out.reserve(count);
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view place = std::string_view(places).substr(i * each, each);
        total += GlobalHeap::countAt(place);
        require(total <= kMostTextBytes, "The texts are too long.", where, kCopyTextsAgain);
        out.push_back(text(heap.at(place, 1, where)));
    }
    return out;
}

std::string textOf(hid_t dataset, const std::string& where)
{
    const Handle type(H5Dget_type(dataset));
    require(type.valid() && H5Tget_class(type) == H5T_STRING && valueCount(shapeOf(dataset, where, 1)) == 1,
            "The data set holds no text.", where, "Choose a file of the right kind, or make it again.");
    std::string found;
    if (H5Tis_variable_str(type) > 0) {
        const auto texts = variableTexts(dataset, 1, where);
        require(texts.has_value(), "The text is stored in pieces.", where, "Write it as one value, without compression.");
        found = texts->front();
        require(found.size() <= kLongest, "The text is " + std::to_string(found.size()) + " bytes long.", where, kCopyTextsAgain);
    } else {
        const std::size_t size = H5Tget_size(type);
        require(size > 0 && size <= kLongest, "The text is " + std::to_string(size) + " bytes long.", where, kCopyTextsAgain);
        found.resize(size);
        require(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, found.data()) >= 0, "The text cannot be read.", where,
                kCopyTextsAgain);
        found = text(found);
    }
    return found.substr(0, found.find_last_not_of(' ') + 1);   // some writers pad with spaces
}

} // namespace spw::h5
