// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings that keep their events in columns: NumPy, HDF5, MATLAB and text files, made here so that they are tried everywhere.
#include "core/data/containers/deflate.h"
#include "core/data/containers/npy_array.h"
#include "core/data/containers/zip_file.h"
#include "core/data/event_file.h"
#include "core/run/hdf5_lock.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <hdf5.h>

#include <QtTest>

#include <cstring>
#include <limits>

namespace tst_column_files {

using namespace spw;

namespace {

/// 3 events: t 1000, 1500, 1500; x 3, 4, 5; y 7, 8, 9; p 0, 1, 1.
const std::vector<std::int64_t> kTimes{1000, 1500, 1500};
const std::vector<std::uint16_t> kX{3, 4, 5}, kY{7, 8, 9};
const std::vector<std::uint8_t> kP{0, 1, 1};

template <class Number>
std::string packed(const std::vector<double>& values)
{
    std::string bytes;
    for (const double v : values) {
        const auto number = Number(v);
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    return bytes;
}

std::string npz(const std::vector<std::pair<std::string, std::string>>& members, bool compress)
{
    std::string bytes;
    ZipWriter writer([&](std::string_view part) { bytes += part; });
    for (const auto& [name, content] : members)
        writer.add(name + ".npy", content, compress);
    writer.finish();
    return bytes;
}

EventFile read(const std::string& bytes, const std::string& name, const ReadOptions& options = {})
{
    return readEventBytes(bytes, name, options);
}

void checkThree(const EventFile& file)
{
    QCOMPARE(file.events.t, kTimes);
    QCOMPARE(file.events.x, kX);
    QCOMPARE(file.events.y, kY);
    QCOMPARE(file.events.p, kP);
}

std::string moreOf(const EventFile& file, const std::string& name)
{
    for (const auto& [key, value] : file.facts.more)
        if (key == name)
            return value;
    return {};
}

/// An HDF5 file in the making.
class H5File {
public:
    explicit H5File(const std::filesystem::path& path)
        : m_path(path)
    {
        const Hdf5Lock lock;
        m_file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    }
    void group(const char* name)
    {
        const Hdf5Lock lock;
        H5Gclose(H5Gcreate2(m_file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    }
    /// @param chunk  0: in one piece.  @param filter  0: none; else that one, of no meaning to HDF5 itself, over `raw`.
    void list(const char* name, hid_t type, const std::string& data, std::size_t item, hsize_t chunk = 0, int filter = 0,
              const std::string& raw = {})
    {
        const Hdf5Lock lock;
        const hsize_t count = data.size() / item, zero = 0;
        const hid_t space = H5Screate_simple(1, &count, nullptr), properties = H5Pcreate(H5P_DATASET_CREATE);
        if (chunk > 0)
            H5Pset_chunk(properties, 1, &chunk);
        if (filter == 1)
            H5Pset_deflate(properties, 6);
        else if (filter > 1)
            H5Pset_filter(properties, filter, H5Z_FLAG_OPTIONAL, 0, nullptr);
        const hid_t dataset = H5Dcreate2(m_file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
        if (filter > 1)
            H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, &zero, raw.size(), raw.data());
        else if (count > 0)
            H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data());
        H5Dclose(dataset), H5Pclose(properties), H5Sclose(space);
    }
    void number(const char* name, std::int64_t value)
    {
        const Hdf5Lock lock;
        const hid_t space = H5Screate(H5S_SCALAR);
        const hid_t dataset = H5Dcreate2(m_file, name, H5T_STD_I64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value);
        H5Dclose(dataset), H5Sclose(space);
    }
    void lists(const char* name, std::vector<std::vector<float>> values, hsize_t chunk = 0)
    {
        const Hdf5Lock lock;
        std::vector<hvl_t> rows;
        for (auto& v : values)
            rows.push_back({v.size(), v.data()});
        const hsize_t count = rows.size();
        const hid_t space = H5Screate_simple(1, &count, nullptr), properties = H5Pcreate(H5P_DATASET_CREATE);
        if (chunk > 0)
            H5Pset_chunk(properties, 1, &chunk);
        const hid_t type = H5Tvlen_create(H5T_IEEE_F32LE), memory = H5Tvlen_create(H5T_NATIVE_FLOAT);
        const hid_t dataset = H5Dcreate2(m_file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
        H5Dwrite(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows.data());
        H5Dclose(dataset), H5Tclose(type), H5Tclose(memory), H5Pclose(properties), H5Sclose(space);
    }
    void columns(const std::string& group, hsize_t chunk = 0, int filter = 0)
    {
        list((group + "t").c_str(), H5T_STD_U32LE, packed<std::uint32_t>({1000, 1500, 1500}), 4, chunk, filter);
        list((group + "x").c_str(), H5T_STD_U16LE, packed<std::uint16_t>({3, 4, 5}), 2, chunk, filter);
        list((group + "y").c_str(), H5T_STD_U16LE, packed<std::uint16_t>({7, 8, 9}), 2, chunk, filter);
        list((group + "p").c_str(), H5T_STD_U8LE, packed<std::uint8_t>({0, 1, 1}), 1, chunk, filter);
    }
    void text(const char* object, const char* name, const std::string& value)
    {
        const Hdf5Lock lock;
        const hid_t at = H5Oopen(m_file, object, H5P_DEFAULT), space = H5Screate(H5S_SCALAR), type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, H5T_VARIABLE);
        const char* const characters = value.c_str();
        const hid_t attribute = H5Acreate2(at, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, type, &characters);
        H5Aclose(attribute), H5Tclose(type), H5Sclose(space), H5Oclose(at);
    }
    void real(const char* object, const char* name, double value)
    {
        const Hdf5Lock lock;
        const hid_t at = H5Oopen(m_file, object, H5P_DEFAULT), space = H5Screate(H5S_SCALAR);
        const hid_t attribute = H5Acreate2(at, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value);
        H5Aclose(attribute), H5Sclose(space), H5Oclose(at);
    }
    void grid(const char* name, const std::vector<hsize_t>& shape, const std::vector<double>& values)
    {
        const Hdf5Lock lock;
        const hid_t space = H5Screate_simple(int(shape.size()), shape.data(), nullptr);
        const hid_t dataset = H5Dcreate2(m_file, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(dataset), H5Sclose(space);
    }
    /// Rows of so many numbers.
    void matrix(const char* name, hsize_t columns, const std::vector<double>& values, hsize_t chunkRows, hsize_t chunkColumns)
    {
        const Hdf5Lock lock;
        const hsize_t shape[] = {values.size() / columns, columns}, chunk[] = {chunkRows, chunkColumns};
        const hid_t space = H5Screate_simple(2, shape, nullptr), how = H5Pcreate(H5P_DATASET_CREATE);
        if (chunkRows > 0) {
            H5Pset_chunk(how, 2, chunk);
            H5Pset_deflate(how, 1);
        }
        const hid_t dataset = H5Dcreate2(m_file, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, how, H5P_DEFAULT);
        H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(dataset), H5Pclose(how), H5Sclose(space);
    }
    std::filesystem::path done()
    {
        const Hdf5Lock lock;
        H5Fclose(m_file);
        return m_path;
    }

private:
    std::filesystem::path m_path;
    hid_t m_file;
};

} // namespace

class tst_ColumnFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void archivesOfColumnsAreRead_data()
    {
        QTest::addColumn<bool>("compress");
        QTest::newRow("stored") << false;
        QTest::newRow("packed") << true;
    }
    void archivesOfColumnsAreRead()
    {
        QFETCH(bool, compress);
        const std::string seconds = npyHeaderBytes("<f8", {3}) + packed<double>({0.001, 0.0015, 0.0015});
        const std::string micros = npyHeaderBytes("<i4", {3}) + packed<std::int32_t>({1000, 1500, 1500});
        const std::string x = npyHeaderBytes("<u2", {3}) + packed<std::uint16_t>({3, 4, 5});
        const std::string y = npyHeaderBytes("<f4", {3, 1}) + packed<float>({7, 8, 9});
        const std::string p = npyHeaderBytes("|b1", {3}) + std::string("\0\1\1", 3);
        const std::string minus = npyHeaderBytes("|i1", {3}) + std::string("\xff\1\1", 3);
        checkThree(read(npz({{"t", micros}, {"x", x}, {"y", y}, {"p", p}}, compress), "a.npz"));
        const EventFile other = read(npz({{"polarity", minus}, {"timestamps", seconds}, {"xs", x}, {"ys", y}}, compress), "a.npz");
        checkThree(other);
        QCOMPARE(other.facts.polarity, std::string("-1/1"));
        const std::string error = errorOf([&] { read(npz({{"t", micros}, {"x", npyHeaderBytes("<u2", {2}) + "abcd"}}, compress), "a.npz"); });
        QVERIFY2(holds(error, "differ in length"), error.c_str());
        const std::string frames = errorOf([&] { read(npz({{"frames", npyHeaderBytes("|u1", {2, 2, 1, 1}) + "abcd"}}, compress), "a.npz"); });
        QVERIFY2(holds(frames, "frames, not events") && holds(frames, "2 steps"), frames.c_str());
    }

    void recordsAndMatricesAreRead()
    {
        const std::string records = npyStructuredHeaderBytes("[('t', '<i8'), ('p', '|b1'), ('', '|V1'), ('y', '>u2'), ('x', '<i4')]", {1})
                                    + packed<std::int64_t>({1000}) + std::string("\1_\0\7\3\0\0\0", 8);
        const EventFile one = read(records, "a.npy");
        QCOMPARE(one.events.t, std::vector<std::int64_t>{1000});
        QCOMPARE(one.events.y, std::vector<std::uint16_t>{7});
        QCOMPARE(one.events.x, std::vector<std::uint16_t>{3});
        // SLAYER's matrix, in milliseconds.
        const std::string matrix = npyHeaderBytes("<f8", {3, 4}) + packed<double>({3, 7, 0, 1, 4, 8, 1, 1.5, 5, 9, 1, 1.5});
        checkThree(read(matrix, "a.npy"));
        // The same numbers, called by the user's names.
        const EventFile called = read(matrix, "a.npy", {{"columns", "x,t,p,y"}, {"time_unit", "us"}});
        QCOMPARE(called.events.t, (std::vector<std::int64_t>{7, 8, 9}));
        QVERIFY(holds(errorOf([&] { read(npyHeaderBytes("<f4", {2, 2, 2, 2}) + std::string(64, '\0'), "a.npy"); }), "frames"));
        QVERIFY(holds(errorOf([&] { read(npyHeaderBytes("<i8", {1, 4}) + packed<std::int64_t>({70000, 1, 1, 5}), "a.npy", {{"columns", "x,y,p,t"}}); }),
                      "x is 70000"));
    }

    void textIsReadInAnyOrder_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("columns");
        QTest::newRow("time first") << "1000,3,7,0\n1500,4,8,1\n1500,5,9,1\n" << "t,x,y,p";
        QTest::newRow("Metavision") << "3,7,0,1000\n4,8,1,1500\n5,9,1,1500\n" << "x,y,p,t";
        QTest::newRow("seconds") << "0.001000 3 7 0\n0.0015 4 8 1\n0.001500 5 9 1" << "t,x,y,p";
        QTest::newRow("header") << "y,Timestamp,X,polarity\r\n7,1000,3,0\r\n8,1500,4,1\r\n9,1500,5,1\r\n" << "y,t,x,p";
        QTest::newRow("comment names") << "# t;p;x;y\n1000;-1;3;7\n1500;1;4;8\n1500;1;5;9\n" << "t,p,x,y";
        QTest::newRow("unit in the header") << "t_ms\tx\ty\tp\n1\t3\t7\t0\n1.5\t4\t8\t1\n1.5\t5\t9\t1\n" << "t,x,y,p";
        QTest::newRow("from 1") << "3,7,1,1000\n4,8,2,1500\n5,9,2,1500\n" << "x,y,p,t";
        QTest::newRow("spaces and comments") << "% from a camera\n\n  1000  3 7 0\n\n# half\n1500 4 8 1\n1500 5 9 1 \n" << "t,x,y,p";
        QTest::newRow("in quotes") << "\"t\",\"x\",\"y\",\"p\"\n\"1000\",3,7,\"0\"\n1500,4,8,1\n1500,5,9,1\n" << "t,x,y,p";
        QTest::newRow("ends of lines of old Macs") << "t,x,y,p\r1000,3,7,0\r1500,4,8,1\r1500,5,9,1\r" << "t,x,y,p";
        QTest::newRow("names beside the numbers") << "t,kind,x,y,p,note\n1000,a,3,7,0,\n1500,b,4,8,1,x y\n1500,c,5,9,1,-\n" << "t,-,x,y,p";
        QTest::newRow("reals") << "1.0e3 3.0 7.0 0.0\n1.5e3 4.0 8.0 1.0\n1.5e3 5.0 9.0 1.0\n" << "t,x,y,p";
    }
    void textIsReadInAnyOrder()
    {
        QFETCH(QString, text);
        QFETCH(QString, columns);
        const EventFile file = read(text.toStdString(), "a.txt");
        checkThree(file);
        QCOMPARE(moreOf(file, "columns"), "\"" + columns.toStdString() + "\"");
        QCOMPARE(moreOf(file, "first_rows"), std::string("[[1000, 3, 7, 0], [1500, 4, 8, 1], [1500, 5, 9, 1]]"));
        QCOMPARE(file.droppedBytes, std::uint64_t(0));
    }

    void aGuessIsToldAndCanBeOverruled()
    {
        const std::string text = "1000,3,7,0\n1500,4,8,1\n1500,5,9,1\n";
        QCOMPARE(moreOf(read(text, "a.csv"), "guessed"), std::string("true"));
        const EventFile file = read(text, "a.csv", {{"columns", "t,y,x,p"}, {"time_unit", "ms"}});
        QCOMPARE(file.events.t, (std::vector<std::int64_t>{1000000, 1500000, 1500000}));
        QCOMPARE(file.events.y, kX);
        QCOMPARE(moreOf(file, "guessed"), std::string("false"));
        QVERIFY(holds(errorOf([] { read("5,5,5,5\n4,4,4,4\n3,3,3,3\n", "a.csv"); }), "columns=t,x,y,p"));
    }

    void rowsThatAreNoEventsAreLeftOutAndTold()
    {
        const EventFile file = read("t,x,y,p\n1000,3,7,0\n1200,oops\n1500,4,8,1\n1500,5,9,1\n1600,-1,2,1\n", "a.csv");
        checkThree(file);
        QCOMPARE(file.droppedBytes, std::uint64_t(10 + 12));
        QCOMPARE(file.warnings.size(), std::size_t(2));
        QVERIFY2(holds(file.warnings[0], "oops") && holds(file.warnings[0], "Byte 19"), file.warnings[0].c_str());
    }

    void aFirstLineOfTwoNumbersIsTheSizeOfTheSensor()
    {
        const EventFile file = read("240 180\n0.001000 3 7 0\n0.001500 4 8 1\n0.001500 5 9 1\n", "events.txt");
        checkThree(file);
        QCOMPARE(file.facts.width, std::int64_t(240));
        QCOMPARE(file.facts.height, std::int64_t(180));
        QVERIFY(!errorOf([] { read("240 180\n240 180\n1 2 3 0\n", "events.txt"); }).empty());
    }

    void aMatrixInHdf5IsReadAsItsFirstRowsTell_data()
    {
        QTest::addColumn<int>("chunk");
        QTest::addColumn<int>("wide");
        QTest::newRow("in one piece") << 0 << 0;
        QTest::newRow("chunks of whole rows") << 2 << 4;
        QTest::newRow("chunks of parts of rows") << 2 << 3;
    }
    void aMatrixInHdf5IsReadAsItsFirstRowsTell()
    {
        QFETCH(int, chunk);
        QFETCH(int, wide);
        QTemporaryDir dir;
        H5File mvsec(pathOf(dir.path()) / "mvsec.hdf5");   // x, y, seconds, -1 or 1
        mvsec.group("davis");
        mvsec.group("davis/left");
        mvsec.matrix("davis/left/events", 4, {3, 7, 0.001, -1, 4, 8, 0.0015, 1, 5, 9, 0.0015, 1}, hsize_t(chunk), hsize_t(wide));
        const EventFile file = readEventFile(mvsec.done());
        checkThree(file);
        QCOMPARE(file.format, std::string("hdf5"));
        QCOMPARE(file.facts.polarity, std::string("-1/1"));
        QCOMPARE(moreOf(file, "columns"), std::string("\"x,y,t,p\""));
        H5File other(pathOf(dir.path()) / "other.h5");
        other.matrix("events", 4, {1000, 7, 3, 0, 1500, 8, 4, 1, 1500, 9, 5, 1}, hsize_t(chunk), hsize_t(wide));
        const std::filesystem::path path = other.done();
        checkThree(readEventFile(path, {{"columns", "t,y,x,p"}}));
        QVERIFY(!errorOf([&] { readEventFile(path, {{"columns", "t,x,y,a,p"}}); }).empty());
    }

    void recordsOfManyKilobytesAreRefused()
    {
        QTemporaryDir dir;
        for (const std::size_t bytes : {std::size_t(64), std::size_t(100'000)}) {
            const hid_t record = H5Tcreate(H5T_COMPOUND, bytes);
            std::string rows(3 * bytes, '\0');
            const std::string columns[] = {packed<std::uint32_t>({1000, 1500, 1500}), packed<std::uint32_t>({3, 4, 5}),
                                           packed<std::uint32_t>({7, 8, 9}), packed<std::uint32_t>({0, 1, 1})};
            for (std::size_t c = 0; c < 4; ++c) {
                H5Tinsert(record, std::vector<const char*>{"t", "x", "y", "p"}[c], 4 * c, H5T_STD_U32LE);
                for (std::size_t row = 0; row < 3; ++row)
                    rows.replace(row * bytes + 4 * c, 4, columns[c], 4 * row, 4);
            }
            H5File file(pathOf(dir.path()) / (std::to_string(bytes) + ".h5"));
            file.list("events", record, rows, bytes);
            H5Tclose(record);
            const std::filesystem::path path = file.done();
            if (bytes == 64)
                checkThree(readEventFile(path));
            else   // 65,536 of them are read at a time
                QVERIFY(holds(errorOf([&] { readEventFile(path, {{"format", "hdf5"}}); }), "type"));
        }
    }

    void timesOfManySecondsKeepTheirMicroseconds()
    {
        const EventFile file = read("1468939993.067416 33 39 1\n1468939993.067417 158 145 1\n1468939993.0674185 1 2 0\n", "events.txt");
        QCOMPARE(file.events.t, (std::vector<std::int64_t>{1468939993067416, 1468939993067417, 1468939993067419}));
    }

    void aPackedRecordingIsReadLikeTheOneInside()
    {
        checkThree(read(deflated("1000,3,7,0\n1500,4,8,1\n1500,5,9,1\n", DeflateWrapping::Gzip), "a.csv.gz"));
        const std::string twice = deflated(deflated("1,2,3,0\n", DeflateWrapping::Gzip), DeflateWrapping::Gzip);
        QVERIFY(holds(errorOf([&] { read(twice, "a.csv.gz.gz"); }), "more than once"));
    }

    void hdf5ColumnsAreToldByWhatLiesBesideThem()
    {
        QTemporaryDir dir;
        for (const hsize_t chunk : {0u, 2u}) {
            H5File dsec(pathOf(dir.path()) / "dsec.h5");
            dsec.group("events");
            dsec.columns("events/", chunk, chunk ? 1 : 0);
            dsec.list("ms_to_idx", H5T_STD_U64LE, packed<std::uint64_t>({0, 0}), 8);
            dsec.number("t_offset", 49599300523);
            const EventFile file = readEventFile(dsec.done());
            checkThree(file);
            QCOMPARE(file.format, std::string("dsec"));
            QCOMPARE(moreOf(file, "t_offset"), std::string("49599300523"));

            H5File rvt(pathOf(dir.path()) / "rvt.h5");
            rvt.group("events");
            rvt.columns("events/", chunk);
            rvt.number("events/height", 240);
            rvt.number("events/width", 304);
            const EventFile gen1 = readEventFile(rvt.done());
            checkThree(gen1);
            QCOMPARE(gen1.format, std::string("rvt"));
            QCOMPARE(gen1.facts.width, std::int64_t(304));
        }
    }

    void spikesBesideANirGraphAreRecordings()
    {
        QTemporaryDir dir;
        H5File file(pathOf(dir.path()) / "data.h5");
        file.text("/", "__type__", "NIRGraphData");
        for (const char* group : {"nodes", "nodes/inner", "nodes/inner/nodes", "nodes/inner/nodes/lif", "nodes/inner/nodes/lif/observables",
                                  "nodes/inner/nodes/lif/observables/spikes", "nodes/out", "nodes/out/observables", "nodes/out/observables/s",
                                  "nodes/out/observables/v"})
            file.group(group);
        file.text("nodes/inner", "__type__", "NIRGraphData");
        const char* const spikes = "nodes/inner/nodes/lif/observables/spikes";
        file.text(spikes, "__type__", "EventData");
        file.real(spikes, "n_neurons", 7);
        constexpr double kNever = std::numeric_limits<double>::infinity();
        file.grid((std::string(spikes) + "/idx").c_str(), {2, 3}, {3, 4, -1, 5, 0, 6});
        file.grid((std::string(spikes) + "/time").c_str(), {2, 3}, {0.001, 0.0015, kNever, 0.25, 0.5, 0.125});
        file.text("nodes/out/observables/s", "__type__", "TimeGriddedData");
        file.real("nodes/out/observables/s", "dt", 1e-3);
        file.grid("nodes/out/observables/s/data", {1, 3, 2}, {0, 1, 0, 0, 1, 1});
        file.text("nodes/out/observables/v", "__type__", "TimeGriddedData");
        file.real("nodes/out/observables/v", "dt", 1e-3);
        file.grid("nodes/out/observables/v/data", {1, 1, 2}, {0.5, -1});
        const auto path = file.done();

        const EventFile first = readEventFile(path);
        QCOMPARE(first.format, std::string("nir_data"));
        QCOMPARE(first.events.t, (std::vector<std::int64_t>{1000, 1500}));
        QCOMPARE(first.events.x, (std::vector<std::uint16_t>{3, 4}));
        QCOMPARE(first.events.width, std::int64_t(7));
        QCOMPARE(first.facts.recordings, std::int64_t(2));
        QCOMPARE(moreOf(first, "observable"), std::string("\"inner.lif/spikes\""));
        const EventFile second = readEventFile(path, {{"item", "1"}});
        QCOMPARE(second.events.t, (std::vector<std::int64_t>{250000, 500000, 125000}));   // in the order of the file
        const EventFile gridded = readEventFile(path, {{"observable", "out/s"}});
        QCOMPARE(gridded.events.t, (std::vector<std::int64_t>{0, 2000, 2000}));
        QCOMPARE(gridded.events.x, (std::vector<std::uint16_t>{1, 0, 1}));
        QVERIFY(holds(errorOf([&] { readEventFile(path, {{"observable", "out/v"}}); }), "not spikes"));
        QVERIFY(holds(errorOf([&] { readEventFile(path, {{"observable", "out/w"}}); }), "inner.lif/spikes"));
    }

    void aFilterThatIsNotKnownIsNamed()
    {
        QTemporaryDir dir;
        H5File file(pathOf(dir.path()) / "a.h5");
        file.group("events");
        file.list("events/t", H5T_STD_U32LE, packed<std::uint32_t>({1, 2}), 4, 2, 32008, "12345678");
        file.list("events/x", H5T_STD_U16LE, packed<std::uint16_t>({1, 2}), 2);
        file.list("events/y", H5T_STD_U16LE, packed<std::uint16_t>({1, 2}), 2);
        file.list("ms_to_idx", H5T_STD_U64LE, packed<std::uint64_t>({0, 0}), 8);
        const auto path = file.done();
        const std::string error = errorOf([&] { readEventFile(path); });
        QVERIFY2(holds(error, "32008 (bitshuffle)") && holds(error, "events/t") && holds(error, "h5repack"), error.c_str());
    }

    void aFilterOfOthersIsUndoneHere()
    {
        QTemporaryDir dir;
        H5File file(pathOf(dir.path()) / "a.h5");
        file.group("events");
        file.list("events/t", H5T_STD_U32LE, packed<std::uint32_t>({1, 1}), 4, 2, 32000, std::string("\3\1\0\0\0\x40\3", 7));   // LZF
        file.list("events/x", H5T_STD_U16LE, packed<std::uint16_t>({1, 2}), 2);
        file.list("events/y", H5T_STD_U16LE, packed<std::uint16_t>({1, 2}), 2);
        file.number("events/height", 4);
        const auto path = file.done();
        QCOMPARE(readEventFile(path).events.t, (std::vector<std::int64_t>{1, 1}));
    }

    void spokenDigitsAreReadOneByOne()
    {
        QTemporaryDir dir;
        for (const hsize_t chunk : {0u, 2u}) {
            H5File file(pathOf(dir.path()) / "shd.h5");
            file.group("spikes");
            file.lists("spikes/times", {{0.5f, 1.0f}, {}, {0.25f}}, chunk);
            file.lists("spikes/units", {{699, 0}, {}, {7}}, chunk);
            file.list("labels", H5T_STD_U16LE, packed<std::uint16_t>({4, 5, 6}), 2);
            const auto path = file.done();
            const EventFile first = readEventFile(path), third = readEventFile(path, {{"item", "2"}});
            QCOMPARE(first.events.t, (std::vector<std::int64_t>{500000, 1000000}));
            QCOMPARE(first.events.x, (std::vector<std::uint16_t>{699, 0}));
            QCOMPARE(first.facts.recordings, std::int64_t(3));
            QCOMPARE(third.events.t, std::vector<std::int64_t>{250000});
            QCOMPARE(moreOf(third, "label"), std::string("6"));
            QCOMPARE(readEventFile(path, {{"item", "1"}}).events.size(), std::size_t(0));
            QVERIFY(holds(errorOf([&] { readEventFile(path, {{"item", "3"}}); }), "from 0 to 2"));
            // Wherever the places of the lists point after some damage: an error or other numbers, no crash.
            QFile stored(QString::fromStdString(path.string()));
            QVERIFY(stored.open(QIODevice::ReadOnly));
            const std::string bytes = stored.readAll().toStdString();
            const std::size_t heap = bytes.find("GCOL");
            QVERIFY(heap != std::string::npos);
            for (std::size_t at = heap; at < heap + 80; at += 3)
                for (const char value : {'\0', '\x7f', '\xff'}) {
                    std::string damaged = bytes;
                    damaged[at] = value;
                    errorOf([&] { read(damaged, "shd.h5", {{"format", "shd"}}); });   // asked once, not by every format
                }
        }
    }

    void otherHdf5FilesAreRefusedByWhatTheyAre()
    {
        QTemporaryDir dir;
        H5File net(pathOf(dir.path()) / "a.net");
        net.group("layer");
        const auto lava = net.done();
        QVERIFY(holds(errorOf([&] { readEventFile(lava); }), "network for Lava"));
        H5File other(pathOf(dir.path()) / "b.h5");
        other.group("pictures");
        const auto unknown = other.done();
        QVERIFY(holds(errorOf([&] { readEventFile(unknown); }), "at its root are: pictures"));
    }

    void seekingFindsTheFirstEventNotBefore_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("records") << "npy";
        QTest::newRow("stored archive") << "npz";
        QTest::newRow("packed archive") << "npz packed";
    }
    void seekingFindsTheFirstEventNotBefore()
    {
        QFETCH(QString, kind);
        std::vector<double> t, x;
        for (int i = 0; i < 300000; ++i) {
            t.push_back(i * 10);
            x.push_back(i % 1000);
        }
        std::string bytes;
        const std::string times = packed<std::int64_t>(t), columns = packed<std::uint16_t>(x);
        if (kind == "npy") {
            bytes = npyStructuredHeaderBytes("[('t', '<i8'), ('x', '<u2')]", {300000});
            for (std::size_t i = 0; i < t.size(); ++i)
                bytes += times.substr(i * 8, 8) + columns.substr(i * 2, 2);
        } else {
            bytes = npz({{"t", npyHeaderBytes("<i8", {300000}) + times}, {"x", npyHeaderBytes("<u2", {300000}) + columns}}, kind == "npz packed");
        }
        const auto reader = openEvents(bytesInMemory(bytes, kind == "npy" ? "a.npy" : "a.npz"));
        for (const std::int64_t time : {0, 5, 2'000'005, 2'999'990, 1'000'000, 3'000'000, 7}) {
            reader->seek(time);
            const EventView events = reader->next();
            if (time > 2'999'990) {
                QVERIFY(events.empty());
                continue;
            }
            const std::int64_t expected = (time + 9) / 10 * 10;
            QCOMPARE(events.t[0], expected);
            QCOMPARE(std::int64_t(events.x[0]), expected / 10 % 1000);
        }
        reader->seek(std::numeric_limits<std::int64_t>::min());
        std::size_t count = 0;
        for (EventView events = reader->next(); !events.empty(); events = reader->next())
            count += events.size();
        QCOMPARE(count, std::size_t(300000));
    }
};

SPW_TEST_GUILESS(tst_ColumnFiles)

} // namespace tst_column_files

#include "tst_column_files.moc"
