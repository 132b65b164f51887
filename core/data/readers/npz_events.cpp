// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/readers/npy_rows.h"

#include <algorithm>
#include <numeric>

namespace spw {

const EventFormat& npzFormat();
const EventFormat& esImagenetFormat();

namespace {

constexpr std::uint64_t kNpzProbeRows = 4096;
constexpr std::uint64_t kMostMemberBytes = std::uint64_t(4) << 30;

std::string listed(const NpzFile& file)
{
    std::string names;
    for (const std::string& key : file.keys())
        names += (names.empty() ? "" : ", ") + key;
    return names.empty() ? "none" : names;
}

/// One array of a `.npz` file as a column: read where it lies if it is stored, else unpacked on the way.
class NpzColumn {
public:
    NpzColumn(const NpzFile& file, const std::string& key)
        : m_zip(&file.zip()), m_member(&file.member(key)), m_where(m_zip->where(*m_member)), m_header(file.header(key))
    {
        const bool list = !m_header.structured() && m_header.type.isNumber() && m_header.type.kind != ScalarKind::Complex
                          && (m_header.shape.size() == 1
                              || (m_header.shape.size() == 2 && std::min(m_header.shape[0], m_header.shape[1]) <= 1));
        if (!list)
            throw Error("'" + key + "' is " + asWords(m_header) + ", a list of numbers was expected.", m_where,
                        "Choose a file with events: arrays t, x, y and p of equal length.");
        if (m_member->method == 0)
            m_offset = m_zip->packedOffset(*m_member);
    }

    std::uint64_t rows() const { return m_header.itemCount(); }
    bool anywhere() const { return m_member->method == 0; }
    const std::string& where() const { return m_where; }

    Column read(std::uint64_t first, std::size_t count)
    {
        const std::size_t item = m_header.itemBytes;
        m_bytes.resize(count * item);
        std::size_t got = 0;
        if (anywhere()) {
            got = m_zip->file()->read(m_offset + m_header.dataOffset + first * item, m_bytes.data(), m_bytes.size());
        } else {
            if (!m_stream || first < m_row) {
                m_stream = m_zip->stream(*m_member);
                m_stream->skip(m_header.dataOffset);
                m_row = 0;
            }
            m_stream->skip((first - m_row) * item);
            got = m_stream->read(m_bytes.data(), m_bytes.size());
            m_row = first + count;
        }
        if (got != m_bytes.size())
            throw Error("The array ends inside its data.", m_where, "The file is cut or damaged: copy it again.");
        return {m_bytes.data(), item, count, m_header.type};
    }

private:
    const ZipFile* m_zip;
    const ZipMember* m_member;
    std::string m_where;
    NpyHeader m_header;
    std::uint64_t m_offset = 0, m_row = 0;
    std::unique_ptr<ByteStream> m_stream;
    std::string m_bytes;
};

class NpzRows final : public RowStore {
public:
    NpzRows(std::unique_ptr<NpzFile> file, const std::array<std::string, 4>& keys, const std::string& unit)
        : m_file(std::move(file))
    {
        const std::string& name = m_file->zip().file()->name();
        for (std::size_t i = 0; i < 4; ++i)
            if (!keys[i].empty())
                m_columns[i].emplace(*m_file, keys[i]);
        for (const auto& column : m_columns)
            if (column && column->rows() != m_columns[0]->rows())
                throw Error("The arrays differ in length: " + std::to_string(m_columns[0]->rows()) + " and "
                                + std::to_string(column->rows()) + " values.", column->where(), "The file is damaged: copy it again.");
        const std::size_t probe = std::size_t(std::min(rows(), kNpzProbeRows));
        const Column times = m_columns[0]->read(0, probe);
        const double scale = unit != "auto" ? microsecondsOf(unit, name) : looksLikeSeconds(times) ? 1e6 : 1;
        m_convert.emplace(name, scale, polarityConventionOf(m_columns[3] ? m_columns[3]->read(0, probe) : Column()));
    }

    const std::string& convention() const { return m_convert->convention(); }
    std::string unitJson() const { return m_convert->unitJson(); }
    std::uint64_t rows() const override { return m_columns[0]->rows(); }
    bool anywhere() const override { return m_columns[0]->anywhere(); }
    void read(std::uint64_t first, std::size_t count, EventBuffer& out) override
    {
        std::array<Column, 4> columns;
        for (std::size_t i = 0; i < 4; ++i)
            if (m_columns[i])
                columns[i] = m_columns[i]->read(first, count);
        m_convert->convert(columns, first, out);
    }

private:
    std::unique_ptr<NpzFile> m_file;
    std::array<std::optional<NpzColumn>, 4> m_columns;
    std::optional<EventColumns> m_convert;
};

std::array<std::string, 4> rolesOf(const NpzFile& file)
{
    std::array<std::string, 4> keys;
    for (const std::string& key : file.keys())
        if (const auto role = eventFieldOf(key); role && keys[std::size_t(*role)].empty())
            keys[std::size_t(*role)] = key;
    return keys;
}

/// The archive if it is a `.npz` file; a damaged one counts as none here.
std::unique_ptr<NpzFile> npzOf(const FileHead& head)
{
    if (!head.startsWith("PK\x03\x04") || !head.source)
        return nullptr;
    try {
        auto file = std::make_unique<NpzFile>(std::shared_ptr<const ByteSource>(std::shared_ptr<void>(), head.source));
        return file->keys().empty() ? nullptr : std::move(file);
    } catch (const Error&) {
        return nullptr;
    }
}

Match recogniseNpz(const FileHead& head)
{
    if (npzOf(head))
        return Match::Likely;   // other arrays are refused by name when it is opened
    return head.startsWith("PK\x03\x04") && head.extension == ".npz" ? Match::ByName : Match::No;
}

std::unique_ptr<EventReader> openNpz(std::shared_ptr<const ByteSource> bytes, const ReadOptions& options)
{
    const std::string name = bytes->name();
    auto file = std::make_unique<NpzFile>(bytes);
    RecordingFacts facts;
    facts.format = npzFormat().id;
    const auto keys = rolesOf(*file);
    if (!keys[0].empty() && !keys[1].empty()) {
        auto rows = std::make_unique<NpzRows>(std::move(file), keys, optionOr(options, "time_unit", "auto"));
        facts.polarity = rows->convention();
        facts.more.emplace_back("time_unit", rows->unitJson());
        return readerOf(std::move(rows), std::move(facts));
    }
    if (file->has("frames"))
        throw Error("This file holds frames, not events: 'frames' is " + asWords(file->header("frames")) + ".", name,
                    "Open the recording that they were made from, or use the frames as a dataset.");
    // Records or matrices. Of one alone it is told why it holds no events, if so.
    std::vector<std::string> keysOfEvents, notes;
    for (const std::string& key : file->keys())
        if (mayHoldEvents(file->header(key)))
            keysOfEvents.push_back(key);
    if (file->keys().size() == 1)
        keysOfEvents = file->keys();
    if (!keysOfEvents.empty()) {
        const std::string key = keysOfEvents[chosenPlace(keysOfEvents, options, name, notes)];
        const ZipMember& member = file->member(key);
        facts.more.emplace_back("key", "\"" + key + "\"");
        const std::string inside = file->zip().where(member);
        auto npy = member.method == 0 ? partOf(bytes, file->zip().packedOffset(member), member.bytes, inside)
                                      : bytesInMemory(file->zip().read(member, kMostMemberBytes), inside);
        return openNpyEvents(std::move(npy), std::move(facts), options, std::move(notes));
    }
    throw Error("The file has no arrays t and x; it has: " + listed(*file) + ".", name,
                "Choose a file with events: arrays t, x, y and p of equal length.");
}

Match recogniseEsImagenet(const FileHead& head)
{
    const auto file = npzOf(head);
    return file && file->has("pos") && file->has("neg") ? Match::Sure : Match::No;
}

std::unique_ptr<EventReader> openEsImagenet(std::shared_ptr<const ByteSource> bytes, const ReadOptions&)
{
    const NpzFile file(bytes);
    RecordingFacts facts;
    facts.format = esImagenetFormat().id;
    Events events;
    std::vector<std::pair<std::string, std::string>> sums;
    for (const char* const key : {"pos", "neg"}) {
        const auto array = file.read(key, kMostMemberBytes);
        const std::string where = file.zip().where(file.member(key));
        const NpyHeader& header = array->view.header;
        if (header.shape.size() != 2 || header.shape[1] != 3)
            throw Error("'" + std::string(key) + "' is " + asWords(header) + ", n x 3 was expected.", where,
                        "Choose a sample of ES-ImageNet.");
        const std::vector<std::int64_t> values = cOrderIntegers(array->view, where);
        for (std::size_t i = 0; i + 2 < values.size(); i += 3) {
            const std::int64_t y = values[i], x = values[i + 1], t = values[i + 2];
            if (x < 0 || x > 65535 || y < 0 || y > 65535)
                throw Error("A pixel is " + std::to_string(x) + ", " + std::to_string(y) + "; 0 to 65535 was expected.",
                            where + ", row " + std::to_string(i / 3), "The file is damaged: copy it again.");
            events.t.push_back(t);
            events.x.push_back(std::uint16_t(x));
            events.y.push_back(std::uint16_t(y));
            events.p.push_back(key[0] == 'p');
        }
        facts.more.emplace_back(key, std::to_string(header.shape[0]));
        sums.emplace_back(std::string(key) + "_sum",
                          std::to_string(std::accumulate(values.begin(), values.end(), std::int64_t(0),
                              [](std::int64_t a, std::int64_t b) { return std::int64_t(std::uint64_t(a) + std::uint64_t(b)); })));
    }
    facts.more.insert(facts.more.end(), sums.begin(), sums.end());
    facts.more.emplace_back("sorted_by_time", "true");
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return events.t[a] < events.t[b]; });
    Events sorted;
    for (const std::size_t i : order) {
        sorted.t.push_back(events.t[i]);
        sorted.x.push_back(events.x[i]);
        sorted.y.push_back(events.y[i]);
        sorted.p.push_back(events.p[i]);
    }
    return readerOf(std::move(sorted), std::move(facts));
}

} // namespace

/// SpikingJelly's events (formats.md 5.8): arrays t, x, y, p by any of their names; also one array of records or a matrix.
const EventFormat& npzFormat()
{
    static const EventFormat format{"npz", "NumPy archive of events (SpikingJelly)", {".npz"}, recogniseNpz, openNpz,
                                    {{"columns", "what the columns of a matrix are, e.g. t,x,y,p", {}}, timeUnitOption(), placeOption()}};
    return format;
}

/// ES-ImageNet (formats.md 5.8): rows y, x, step of the polarities pos and neg; steps 1 to 8 are kept as times. As in the
/// public reader the two lists are merged by time (the only sorting there is, and said so).
const EventFormat& esImagenetFormat()
{
    static const EventFormat format{"es_imagenet", "ES-ImageNet", {".npz"}, recogniseEsImagenet, openEsImagenet};
    return format;
}

} // namespace spw
