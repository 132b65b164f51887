// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/tensorboard_writer.h"

#include "core/base/error.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstring>

#include <unistd.h>

namespace spw {

namespace {

constexpr std::uint64_t kMostRecordBytes = 64u << 20;   // far above any record of ours: protects readers from junk

std::array<std::uint32_t, 256> crcTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
        table[byte] = crc;
    }
    return table;
}

template <class T>
std::string littleEndian(T value)
{
    std::string bytes(sizeof value, '\0');
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes[i] = char((value >> (8 * i)) & 0xFF);
    return bytes;
}

template <class T>
T fromLittleEndian(std::string_view bytes)
{
    T value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value |= T(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return value;
}

// Protocol buffers, as far as events need them: a key says field number and wire type (0 varint, 1 eight bytes,
// 2 length and bytes, 5 four bytes).
std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += char((value & 0x7F) | 0x80);
    return bytes + char(value);
}

std::string key(int field, int wireType) { return varint(std::uint64_t(field) << 3 | unsigned(wireType)); }

std::string doubleField(int field, double value)
{
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return key(field, 1) + littleEndian(bits);
}

std::string bytesField(int field, std::string_view bytes)
{
    return key(field, 2) + varint(bytes.size()) + std::string(bytes);
}

double now()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Walks the fields of one message; stops at the first that does not fit.
class FieldReader {
public:
    explicit FieldReader(std::string_view bytes) : m_bytes(bytes) {}

    bool next()
    {
        std::uint64_t head = 0;
        if (m_bytes.empty() || !readVarint(head))
            return false;
        field = int(head >> 3);
        switch (head & 7) {
        case 0: return readVarint(number);
        case 1: return take(8);
        case 2: {
            std::uint64_t size = 0;
            return readVarint(size) && take(size);
        }
        case 5: return take(4);
        default: return false;
        }
    }

    int field = 0;
    std::uint64_t number = 0;    // of a varint
    std::string_view bytes;      // of the others

private:
    bool readVarint(std::uint64_t& value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && !m_bytes.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
            value |= std::uint64_t(byte & 0x7F) << shift;
            if (byte < 0x80)
                return true;
        }
        return false;
    }
    bool take(std::uint64_t size)
    {
        if (size > m_bytes.size())
            return false;
        bytes = m_bytes.substr(0, std::size_t(size));
        m_bytes.remove_prefix(std::size_t(size));
        return true;
    }

    std::string_view m_bytes;
};

void readEvent(std::string_view event, std::vector<TensorBoardScalar>& scalars)
{
    TensorBoardScalar base;
    std::vector<TensorBoardScalar> found;
    for (FieldReader fields(event); fields.next();) {
        if (fields.field == 1 && fields.bytes.size() == 8) {
            const auto bits = fromLittleEndian<std::uint64_t>(fields.bytes);
            std::memcpy(&base.wallTime, &bits, sizeof bits);
        } else if (fields.field == 2) {
            base.step = std::int64_t(fields.number);
        } else if (fields.field == 5) {
            for (FieldReader summary(fields.bytes); summary.next();) {
                TensorBoardScalar scalar;
                bool hasValue = false;
                for (FieldReader value(summary.bytes); value.next();) {
                    if (value.field == 1) {
                        scalar.tag = std::string(value.bytes);
                    } else if (value.field == 2 && value.bytes.size() == 4) {
                        const auto bits = fromLittleEndian<std::uint32_t>(value.bytes);
                        std::memcpy(&scalar.value, &bits, sizeof bits);
                        hasValue = true;
                    }
                }
                if (hasValue)
                    found.push_back(scalar);
            }
        }
    }
    for (TensorBoardScalar& scalar : found) {   // the step may come after the values
        scalar.step = base.step;
        scalar.wallTime = base.wallTime;
        scalars.push_back(std::move(scalar));
    }
}

} // namespace

std::uint32_t maskedCrc32c(std::string_view bytes)
{
    static const std::array<std::uint32_t, 256> table = crcTable();
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFF] ^ (crc >> 8);
    crc ^= 0xFFFFFFFFu;
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
}

TensorBoardWriter::TensorBoardWriter(const std::filesystem::path& folder)
{
    static std::atomic<int> count{0};
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0 || host[0] == '\0')
        std::strcpy(host.data(), "localhost");
    m_file = folder / ("events.out.tfevents." + std::to_string(std::int64_t(now())) + "." + host.data() + "."
                       + std::to_string(getpid()) + "." + std::to_string(count++));
    m_out.open(m_file, std::ios::binary);
    record(doubleField(1, now()) + bytesField(3, "brain.Event:2"));
}

void TensorBoardWriter::scalar(std::string_view tag, double value, std::int64_t step)
{
    if (!std::isfinite(value))
        return;
    const float single = float(value);
    std::uint32_t bits;
    std::memcpy(&bits, &single, sizeof bits);
    const std::string entry = bytesField(1, tag) + key(2, 5) + littleEndian(bits);
    std::string event = doubleField(1, now());
    if (step > 0)   // proto3 leaves zeros out
        event += key(2, 0) + varint(std::uint64_t(step));
    record(event + bytesField(5, bytesField(1, entry)));
}

void TensorBoardWriter::record(const std::string& event)
{
    const std::string length = littleEndian(std::uint64_t(event.size()));
    m_out << length << littleEndian(maskedCrc32c(length)) << event << littleEndian(maskedCrc32c(event));
    m_out.flush();
    if (!m_out)
        throw Error("The TensorBoard log cannot be written.", m_file.string(),
                    "Make room on the disk, or choose another run folder.");
}

std::vector<TensorBoardScalar> readTensorBoardScalars(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error("The file cannot be opened.", file.string(), "Check its name and its permissions.");
    std::vector<TensorBoardScalar> scalars;
    for (bool first = true;; first = false) {
        std::string head(12, '\0');
        const bool whole = bool(in.read(head.data(), 12));
        const std::string_view length = std::string_view(head).substr(0, 8);
        if (!whole || fromLittleEndian<std::uint32_t>(std::string_view(head).substr(8)) != maskedCrc32c(length)) {
            if (first)
                throw Error("This is no TensorBoard event file.", file.string() + ", byte 0",
                            "Choose a file that is named like events.out.tfevents.*.");
            return scalars;
        }
        const auto size = fromLittleEndian<std::uint64_t>(length);
        if (size > kMostRecordBytes)
            return scalars;
        std::string body(std::size_t(size) + 4, '\0');
        if (!in.read(body.data(), std::streamsize(body.size())))
            return scalars;
        const std::string_view event = std::string_view(body).substr(0, std::size_t(size));
        if (fromLittleEndian<std::uint32_t>(std::string_view(body).substr(std::size_t(size))) != maskedCrc32c(event))
            return scalars;
        readEvent(event, scalars);
    }
}

} // namespace spw
