// SPDX-License-Identifier: GPL-3.0-or-later
// Files with the events of several cameras or in structures: HDF5 groups, MATLAB structures. And the texts in HDF5's heap.
#include "core/data/event_file.h"
#include "core/run/hdf5_lock.h"
#include "core/run/hdf5_text.h"
#include "tests/data/samples.h"
#include "tests/runner/registry.h"

#include <hdf5.h>

#include <QtTest>

#include <fstream>

namespace tst_camera_places {

using namespace spw;

namespace {

/// An HDF5 file in the making; groups on the way are made.
class Hdf5Writer {
public:
    explicit Hdf5Writer(const std::filesystem::path& path)
        : m_path(path)
    {
        const Hdf5Lock lock;
        m_file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        m_links = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_create_intermediate_group(m_links, 1);
    }
    Hdf5Writer& values(const char* name, std::vector<hsize_t> shape, const std::vector<double>& numbers)
    {
        const Hdf5Lock lock;
        const hid_t space = H5Screate_simple(int(shape.size()), shape.data(), nullptr);
        const hid_t dataset = H5Dcreate2(m_file, name, H5T_IEEE_F64LE, space, m_links, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data());
        H5Dclose(dataset), H5Sclose(space);
        return *this;
    }
    /// Two events: times `t` and `t` + 1 microseconds, x 1 and 2, y 3 and 4, polarity 0 and 1; a row each, as MATLAB keeps them.
    Hdf5Writer& columns(const std::string& group, double t, bool polarity = true)
    {
        values((group + "/ts").c_str(), {1, 2}, {t, t + 1});
        values((group + "/x").c_str(), {1, 2}, {1, 2});
        values((group + "/y").c_str(), {1, 2}, {3, 4});
        return polarity ? values((group + "/p").c_str(), {1, 2}, {0, 1}) : *this;
    }
    Hdf5Writer& texts(const char* name, std::vector<const char*> texts)
    {
        const Hdf5Lock lock;
        const hsize_t count = texts.size();
        const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate_simple(1, &count, nullptr);
        H5Tset_size(type, H5T_VARIABLE);
        const hid_t dataset = H5Dcreate2(m_file, name, type, space, m_links, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data());
        H5Dclose(dataset), H5Sclose(space), H5Tclose(type);
        return *this;
    }
    std::filesystem::path done()
    {
        const Hdf5Lock lock;
        H5Pclose(m_links), H5Fclose(m_file);
        return m_path;
    }

private:
    std::filesystem::path m_path;
    hid_t m_file = H5I_INVALID_HID, m_links = H5I_INVALID_HID;
};

/// Elements of a MATLAB 5 file.
std::string element(std::uint32_t type, const std::string& content)
{
    const std::uint32_t head[2] = {type, std::uint32_t(content.size())};
    return std::string(reinterpret_cast<const char*>(head), 8) + content + std::string((8 - content.size() % 8) % 8, '\0');
}

template <class Number>
std::string bytesOf(const std::vector<Number>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number)};
}

std::string matrix(std::uint32_t kind, std::vector<std::int32_t> shape, const std::string& name, const std::string& rest)
{
    return element(14, element(6, bytesOf<std::uint32_t>({kind, 0})) + element(5, bytesOf(shape)) + element(1, name) + rest);
}

std::string column(const std::vector<double>& values, const std::string& name = {})
{
    return matrix(6, {std::int32_t(values.size()), 1}, name, element(9, bytesOf(values)));
}

/// @param values  field by field of one structure, then of the next.
std::string structure(const std::string& name, const std::vector<std::string>& fields, const std::vector<std::string>& values,
                      std::int32_t count = 1)
{
    std::string names, all;
    for (const std::string& field : fields)
        names += field + std::string(32 - field.size(), '\0');
    for (const std::string& value : values)
        all += value;
    return matrix(2, {1, count}, name, element(5, bytesOf<std::int32_t>({32})) + element(1, names) + all);
}

EventFile readMat(const std::string& elements, const ReadOptions& options = {})
{
    return readEventBytes("MATLAB 5.0 MAT-file" + std::string(124 - 19, ' ') + std::string("\x00\x01IM", 4) + elements, "a.mat", options);
}

const std::vector<std::string> kFields{"x", "y", "p", "ts"};

std::vector<std::string> twoEvents(double t)
{
    return {column({1, 2}), column({3, 4}), column({-1, 1}), column({t, t + 1})};
}

void checkTwo(const EventFile& file, std::int64_t t)
{
    QCOMPARE(file.events.t, (std::vector<std::int64_t>{t, t + 1}));
    QCOMPARE(file.events.x, (std::vector<std::uint16_t>{1, 2}));
    QCOMPARE(file.events.y, (std::vector<std::uint16_t>{3, 4}));
    QCOMPARE(file.events.p, (std::vector<std::uint8_t>{0, 1}));
}

bool warnsOf(const EventFile& file, const std::string& text)
{
    return std::any_of(file.warnings.begin(), file.warnings.end(), [&](const std::string& w) { return w.find(text) != std::string::npos; });
}

} // namespace

class tst_CameraPlaces final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theOtherCameraIsToldAndReadWhereItIsAskedFor()
    {
        QTemporaryDir dir;
        for (const bool known : {true, false}) {
            const std::string left = known ? "davis/left/events" : "rig/a", right = known ? "davis/right/events" : "rig/b";
            const auto path = Hdf5Writer(pathOf(dir.path()) / "stereo.h5").columns(left, 10).columns(right, 20).columns("imu", 1, false).done();
            const EventFile first = readEventFile(path);
            checkTwo(first, 10);
            QVERIFY2(warnsOf(first, right) && warnsOf(first, "path=" + right), first.warnings.empty() ? "no warning" : first.warnings[0].c_str());
            const EventFile second = readEventFile(path, {{"path", right}});
            checkTwo(second, 20);
            QVERIFY(second.warnings.empty());
            checkTwo(readEventFile(path, {{"path", "/" + right + "/"}}), 20);
            const std::string error = errorOf([&] { readEventFile(path, {{"path", "imu"}}); });
            QVERIFY2(holds(error, left) && holds(error, right), error.c_str());
        }
        const auto matrices = Hdf5Writer(pathOf(dir.path()) / "mvsec.hdf5")
                                  .values("davis/left/events", {2, 4}, {1, 3, 0.00001, -1, 2, 4, 0.000011, 1})
                                  .values("davis/right/events", {2, 4}, {1, 3, 0.00002, -1, 2, 4, 0.000021, 1})
                                  .values("davis/left/imu", {2, 3}, {0, 0, 9.8, 0, 0, 9.8}).done();
        QVERIFY(warnsOf(readEventFile(matrices), "path=davis/right/events"));
        checkTwo(readEventFile(matrices), 10);
        checkTwo(readEventFile(matrices, {{"path", "davis/right/events"}}), 20);
        const auto alone = Hdf5Writer(pathOf(dir.path()) / "alone.mat").columns("TD", 5).done();   // a structure of MATLAB 7.3
        checkTwo(readEventFile(alone), 5);
        QVERIFY(readEventFile(alone).warnings.empty());
    }

    void severalStreamsOfAnAedat4FileAreTold()
    {
        const auto node = [](int id, int width, const char* source) {
            return "<node name=\"" + std::to_string(id) + "\"><attr key=\"typeIdentifier\" type=\"string\">EVTS</attr><node name=\"info\"><attr key=\"sizeX\" type=\"int\">"
                   + std::to_string(width) + "</attr><attr key=\"sizeY\" type=\"int\">20</attr><attr key=\"source\" type=\"string\">" + source + "</attr></node></node>";
        };
        const std::string xml = "<dv version=\"2.0\"><node name=\"outInfo\">" + node(0, 30, "left") + node(1, 40, "right") + "</node></dv>";
        // The FlatBuffer of the header: root, name, table of fields, then compression, no table of contents, place of the text.
        std::string header = bytesOf<std::uint32_t>({20}) + "IOHE" + bytesOf<std::uint16_t>({10, 24, 4, 8, 16, 0}) + bytesOf<std::int32_t>({12, 0, -1, -1, 8, 0})
                             + bytesOf<std::uint32_t>({std::uint32_t(xml.size())}) + xml + '\0';
        const std::string bytes = "#!AER-DAT4.0\r\n" + bytesOf<std::uint32_t>({std::uint32_t(header.size())}) + header;
        const EventFile first = readEventBytes(bytes, "a.aedat4"), second = readEventBytes(bytes, "a.aedat4", {{"stream", "1"}});
        QCOMPARE(first.events.width, std::int64_t(30));
        QVERIFY2(warnsOf(first, "1 (right)"), first.warnings.empty() ? "no warning" : first.warnings[0].c_str());
        QCOMPARE(second.events.width, std::int64_t(40));
        QVERIFY(second.warnings.empty());
    }

    void severalSourcesOfAnAedat3FileAreTold()
    {
        const auto packet = [](std::int16_t source, std::uint32_t x, std::int32_t t) {
            return bytesOf<std::int16_t>({1, source}) + bytesOf<std::int32_t>({8, 4, 0, 1, 1, 1}) + bytesOf<std::uint32_t>({1 | x << 17, std::uint32_t(t)});
        };
        const std::string head = "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#Source 2: DVS128\r\n#!END-HEADER\r\n";
        const std::string bytes = head + packet(1, 5, 10) + packet(2, 6, 11) + packet(1, 7, 12) + packet(2, 8, 13);
        const EventFile both = readEventBytes(bytes, "a.aedat"), second = readEventBytes(bytes, "a.aedat", {{"source", "2"}});
        QCOMPARE(both.events.x, (std::vector<std::uint16_t>{5, 6, 7, 8}));
        QVERIFY(both.warnings.size() == 1 && warnsOf(both, "sources 1 and 2"));
        QCOMPARE(second.events.x, (std::vector<std::uint16_t>{6, 8}));
        QVERIFY(second.warnings.empty() && readEventBytes(head + packet(1, 5, 10), "a.aedat").warnings.empty());
        QVERIFY(holds(errorOf([&] { readEventBytes(bytes, "a.aedat", {{"source", "left"}}); }), "whole numbers"));
    }

    void matlabStructuresAreReadByTheirFields()
    {
        checkTwo(readMat(structure("TD", kFields, twoEvents(7))), 7);
        checkTwo(readMat(structure("aedat", {"info", "data"}, {column({1}), structure("", kFields, twoEvents(7))})), 7);
        const EventFile empty = readMat(structure("TD", kFields, {element(14, ""), column({}), element(14, ""), column({})}));
        QCOMPARE(empty.events.size(), std::size_t(0));
        // Variables of their own before structures; of two structures the first, and the other by name.
        checkTwo(readMat(structure("TD", kFields, twoEvents(7)) + column({9, 10}, "ts") + column({1, 2}, "x") + column({3, 4}, "y") + column({0, 1}, "pol")), 9);
        const std::string two = structure("L", kFields, twoEvents(7)) + structure("R", kFields, twoEvents(8));
        checkTwo(readMat(two), 7);
        QVERIFY(warnsOf(readMat(two), "path=R"));
        checkTwo(readMat(two, {{"path", "R"}}), 8);
    }

    void aListOfStructuresIsAListOfEventsOrOfRecordings()
    {
        checkTwo(readMat(structure("ev", kFields, {column({1}), column({3}), column({0}), column({7}), column({2}), column({4}), column({1}), column({8})}, 2)), 7);
        std::vector<std::string> both = twoEvents(7);
        for (const std::string& value : twoEvents(8))
            both.push_back(value);
        checkTwo(readMat(structure("TD", kFields, both, 2)), 7);
        checkTwo(readMat(structure("TD", kFields, both, 2), {{"path", "TD(2)"}}), 8);
    }

    void aMatrixIsReadAsItsFirstRowsTell()
    {
        const auto rows = [](const char* name) { return matrix(6, {2, 4}, name, element(9, bytesOf<double>({1, 2, 3, 4, 7, 8, 0, 1}))); };
        checkTwo(readMat(rows("events") + column({1}, "fs")), 7);
        checkTwo(readMat(rows("events"), {{"columns", "x,y,t,p"}}), 7);
        checkTwo(readMat(rows("a") + rows("b"), {{"path", "b"}}), 7);
        QVERIFY(holds(errorOf([&] { readMat(rows("events"), {{"columns", "t,x,y,-,p"}}); }), "more than the 4"));
    }

    void otherStructuresAreRefusedByName()
    {
        const std::string other = errorOf([] { readMat(structure("calib", {"focal", "cells"}, {column({3}), matrix(1, {1, 1}, "", column({1}))})); });
        QVERIFY2(holds(other, "calib (struct)") && holds(other, "calib.focal") && holds(other, "calib.cells (cell)"), other.c_str());
        const std::string lengths = errorOf([] { readMat(structure("TD", kFields, {column({1, 2}), column({3}), column({1}), column({1})})); });
        QVERIFY2(holds(lengths, "TD") && holds(lengths, "differ in length"), lengths.c_str());
        QVERIFY(holds(errorOf([] { readMat(structure("TD", kFields, twoEvents(7), 1 << 30)); }), "promises"));
        // Structures in structures, however deep and however many: an answer, soon.
        std::string deep = column({1});
        for (int i = 0; i < 200; ++i)
            deep = structure(i == 199 ? "deep" : "", {"a", "b"}, {deep, column({1}), deep.size() < 5000 ? deep : column({2}), column({1})}, 2);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!errorOf([&] { readMat(deep); }).empty());
        QVERIFY(timer.elapsed() < 5000);
    }

    void textsOfAnyLengthAreReadFromTheFileAndDamagedOnesRefused()
    {
        QTemporaryDir dir;
        const auto path = Hdf5Writer(pathOf(dir.path()) / "texts.h5").texts("edges", {"input", "", "a longer name of a node"}).texts("type", {"dense  "}).done();
        const auto read = [](const std::filesystem::path& file) {
            const Hdf5Lock lock;
            const h5::Handle in(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
            const h5::Handle edges(H5Dopen2(in, "edges", H5P_DEFAULT)), type(H5Dopen2(in, "type", H5P_DEFAULT));
            auto texts = h5::variableTexts(edges, 3, "edges");
            texts->push_back(h5::textOf(type, "type"));
            return *texts;
        };
        QCOMPARE(read(path), (std::vector<std::string>{"input", "", "a longer name of a node", "dense"}));
        std::ifstream in(path, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const std::size_t heap = bytes.find("GCOL");
        QVERIFY(heap != std::string::npos);
        int refused = 0;
        for (std::size_t at = heap; at < heap + 100; ++at)
            for (const char value : {'\0', '\x7f', '\xff'}) {
                std::string damaged = bytes;
                damaged[at] = value;
                const auto copy = pathOf(dir.path()) / "damaged.h5";
                std::ofstream(copy, std::ios::binary) << damaged;
                refused += !errorOf([&] { read(copy); }).empty();
            }
        QVERIFY(refused > 20);   // those that hit places and lengths; others change letters
    }
};

SPW_TEST_APPLESS(tst_CameraPlaces)

} // namespace tst_camera_places

#include "tst_camera_places.moc"
