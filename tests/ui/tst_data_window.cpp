// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "tests/data/local_server.h"
#include "tests/runner/registry.h"

#include "ui/data/data_window.h"
#include "ui/data/tensor_image.h"
#include "ui/scopes/dvs_player.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>

namespace tst_data_window {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_DataWindow final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theInspectorOpensALookIntoTheData()
    {
        Studio studio;
        const NodeId node = studio.add("dataset.synthetic_dvs", 0, 0, "shapes");
        studio.window->selection().setNode(node);
        QPushButton* button = nullptr;
        QTRY_VERIFY(button = studio.window->findChild<QPushButton*>(QStringLiteral("inspector.data")));
        QTest::mouseClick(button, Qt::LeftButton);
        auto* window = studio.window->findChild<DataWindow*>();
        QVERIFY(window);
        QTRY_VERIFY_WITH_TIMEOUT(window->player().hasEvents(), 20000);
        QCOMPARE(window->findChild<QTreeWidget*>(QStringLiteral("data.classes"))->topLevelItemCount(), 10);
        QVERIFY(window->summary().contains(QStringLiteral("10")));
        const QString first = window->findChild<QLabel*>(QStringLiteral("data.label"))->text();
        window->findChild<QSpinBox*>(QStringLiteral("data.index"))->setValue(3);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QLabel*>(QStringLiteral("data.label"))->text() != first, 20000);
    }

    void sequencesAreDrawnAsTimeToTheRight()
    {
        ParamValues values = builtinCatalog().find("dataset.arrays")->initialValues();
        values.set("shape", std::string("7"));
        values.set("T", std::int64_t(20));
        DataWindow window(QStringLiteral("arrays"), "dataset.arrays", values, {}, nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(!window.picture().isNull(), 20000);
        QCOMPARE(window.picture().size(), QSize(20, 7));
    }

    void whatDoesNotOpenSaysWhyAndWhereToGetIt()
    {
        const ParamValues values = builtinCatalog().find("dataset.bs2_folder")->initialValues();
        DataWindow window(QStringLiteral("digits"), "dataset.bs2_folder", values, {}, nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(window.summary().contains(QStringLiteral("Folder")), 20000);
        QVERIFY(!window.isReady());
    }

    void filesAreFetchedWithTheCommandLineAndWhatIsWrongIsSaid()
    {
        LocalServer server;
        server.content = std::string(300'000, 'x');
        const QTemporaryDir folder;
        const ParamValues values = builtinCatalog().find("dataset.mnist")->initialValues();
        DataWindow window(QStringLiteral("digits"), "dataset.mnist", values, {}, nullptr);
        static_cast<QWidget&>(window).show();
        auto* get = window.findChild<QPushButton*>(QStringLiteral("data.download"));
        auto* cancel = window.findChild<QPushButton*>(QStringLiteral("data.cancel"));
        QTRY_VERIFY_WITH_TIMEOUT(get->isVisible(), 20000);
        QVERIFY(!cancel->isVisible());
        window.download(folder.path(), QString::fromStdString(server.url("/file.bin?")));
        QVERIFY(cancel->isVisible() && !get->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(window.summary().contains(QStringLiteral("checksum")), 30000);
        QVERIFY(get->isVisible() && !cancel->isVisible());
        QVERIFY(!server.requests().empty());
        QVERIFY(QDir(folder.path()).isEmpty());

        // Where nobody may fetch them there is no button.
        DataWindow other(QStringLiteral("digits"), "dataset.bs2_folder", builtinCatalog().find("dataset.bs2_folder")->initialValues(), {}, nullptr);
        static_cast<QWidget&>(other).show();
        QTRY_VERIFY_WITH_TIMEOUT(other.summary().contains(QStringLiteral("Folder")), 20000);
        QVERIFY(!other.findChild<QPushButton*>(QStringLiteral("data.download"))->isVisible());
    }

    void aDownloadIsStoppedByItsButton()
    {
        // A port that takes the connection and never answers.
        const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        QVERIFY(::bind(silent, reinterpret_cast<sockaddr*>(&address), length) == 0 && ::listen(silent, 8) == 0);
        QVERIFY(::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &length) == 0);
        const QTemporaryDir folder;
        DataWindow window(QStringLiteral("digits"), "dataset.mnist", builtinCatalog().find("dataset.mnist")->initialValues(), {}, nullptr);
        static_cast<QWidget&>(window).show();
        window.download(folder.path(), QStringLiteral("http://127.0.0.1:%1/").arg(ntohs(address.sin_port)));
        QTest::qWait(500);
        QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("data.cancel")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.summary().contains(QStringLiteral("stopped")), 15000);
        ::close(silent);
    }

    void picturesHaveTheColoursOfTheirChannels()
    {
        const PlainTensor rgb{{3, 1, 2}, {1, 0, 0, 1, 0, 0}};   // red, then green
        const QImage image = tensorImage(rgb, 0, false);
        QCOMPARE(image.pixelColor(0, 0), QColor(255, 0, 0));
        QCOMPARE(image.pixelColor(1, 0), QColor(0, 255, 0));
        const PlainTensor frames{{2, 1, 1, 2}, {0, 1, 2, 0}};
        QCOMPARE(picturesOf(frames), 2);
        QCOMPARE(tensorImage(frames, 1, false).pixelColor(0, 0), QColor(255, 255, 255));
        QCOMPARE(tensorImage(frames, 1, false).pixelColor(1, 0), QColor(0, 0, 0));
        QVERIFY(tensorImage({{0}, {}}, 0, false).isNull());
    }
};

SPW_TEST_GUI(tst_DataWindow)

} // namespace tst_data_window

#include "tst_data_window.moc"
