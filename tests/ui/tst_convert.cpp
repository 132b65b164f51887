// SPDX-License-Identifier: GPL-3.0-or-later
// An analog network becomes a spiking one in the studio, with real clicks.
#include "ui_test.h"

#include "core/exchange/exchange_job.h"
#include "tests/runner/registry.h"
#include "ui/charts/curve_chart.h"
#include "ui/exchange/convert_window.h"
#include "ui/exchange/report_view.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>

namespace tst_convert {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Convert final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>();
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->window->loader().state() == EngineLoader::State::Ready, 60000);
    }
    void cleanup() { m_studio.reset(); }

    void aNetworkOfNeuronsIsToldWhyItCannotBeConverted()
    {
        m_studio->window->openExample(QStringLiteral("default"));
        ConvertWindow* window = openConvert();
        QVERIFY(window);
        QVERIFY(!window->report().lines().filter(QStringLiteral("×")).isEmpty());
        QVERIFY(!button(window, "convert.start")->isEnabled());
        QVERIFY(!button(window, "convert.open")->isEnabled());
    }

    void theModeIsCheckedWhileItIsTyped()
    {
        draw(8);
        ConvertWindow* window = openConvert();
        QVERIFY(window);
        auto* mode = window->findChild<QComboBox*>(QStringLiteral("convert.mode"));
        QVERIFY(button(window, "convert.start")->isEnabled());
        mode->setFocus();
        QTest::keyClick(mode, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(mode, QStringLiteral("101%"));
        QVERIFY(!button(window, "convert.start")->isEnabled());
        QTest::keyClick(mode, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(mode, QStringLiteral("99.9%"));
        QVERIFY(button(window, "convert.start")->isEnabled());
    }

    void theNetworkIsConvertedPlottedAndOpened()
    {
        draw(12);
        ConvertWindow* window = openConvert();
        QVERIFY(window);
        window->findChild<QSpinBox*>(QStringLiteral("convert.steps"))->setValue(12);
        QElapsedTimer since;
        qint64 longest = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] { longest = std::max(longest, since.restart()); });
        since.start();
        beat.start(5);
        QTest::mouseClick(button(window, "convert.start"), Qt::LeftButton);
        QVERIFY(window->isBusy());
        QVERIFY(window->findChild<QProgressBar*>(QStringLiteral("convert.progress"))->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!window->isBusy(), 120000);
        QVERIFY2(window->result(), qPrintable(summary(window)));
        QVERIFY2(longest < 2000, qPrintable(QString("the window stood still for %1 ms").arg(longest)));
        QCOMPARE(window->chart().points(0).size(), 12);
        QCOMPARE(window->chart().points(0).last().y(), 100 * window->result()->accuracy.back());
        QVERIFY(summary(window).contains(QStringLiteral("12")));
        QVERIFY(!window->report().lines().filter(QStringLiteral("ReLU 1")).isEmpty());
        const QByteArray pictures = qgetenv("SPW_SCREENSHOTS");
        QVERIFY(window->grab().save(pictures.isEmpty() ? m_studio->path(QStringLiteral("convert.png")) : QString::fromUtf8(pictures) + "/convert.png"));

        m_studio->project().undoStack().setClean();
        const QString project = m_studio->path(QStringLiteral("snn.spw"));
        window->openAs(project);
        QTRY_COMPARE(m_studio->project().file(), project);
        QVERIFY(m_studio->project().plan().ok());
        QVERIFY(std::filesystem::exists(weightsBeside(project.toStdString())));
        const Graph& graph = m_studio->graph();
        QCOMPARE(graph.node(graph.find("ReLU 1 IF")).type, std::string("neuron.if"));

        // It runs as it stands, with the weights beside it.
        m_studio->window->run().setMode(RunMode::Simulate);
        QVERIFY(m_studio->window->run().start());
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->window->run().isActive(), 60000);
        QVERIFY(m_studio->window->runView().state() == RunState::Finished);
    }

    void aConversionCanBeStopped()
    {
        draw(24);
        ConvertWindow* window = openConvert();
        QVERIFY(window);
        window->findChild<QSpinBox*>(QStringLiteral("convert.steps"))->setValue(2000);
        QTest::mouseClick(button(window, "convert.start"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QProgressBar*>(QStringLiteral("convert.progress"))->value() > 0, 60000);
        QTest::mouseClick(button(window, "convert.cancel"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!window->isBusy(), 60000);
        QVERIFY(!window->result());
        QCOMPARE(summary(window), ConvertWindow::tr("Stopped; there is no result."));
        QVERIFY(button(window, "convert.start")->isEnabled());
    }

private:
    static QPushButton* button(ConvertWindow* window, const char* name) { return window->findChild<QPushButton*>(QLatin1String(name)); }
    static QString summary(ConvertWindow* window) { return window->findChild<QLabel*>(QStringLiteral("convert.summary"))->text(); }

    /// By the menu, as people do.
    ConvertWindow* openConvert()
    {
        auto* menu = m_studio->window->findChild<QMenu*>(QStringLiteral("menu.file"));
        QAction* action = nullptr;
        for (QAction* one : menu->actions())
            if (one->text().remove(u'&') == QCoreApplication::translate("actions", "Convert to SNN..."))
                action = one;
        if (!action)
            return nullptr;
        menu->popup(m_studio->window->mapToGlobal(QPoint(20, 40)));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return m_studio->window->findChild<ConvertWindow*>();
    }

    /// An analog network on pictures of `size` pixels.
    void draw(std::int64_t size)
    {
        ProjectModel& project = m_studio->project();
        const NodeId data = m_studio->add("dataset.synthetic_dvs", 0, 0, "Shapes");
        for (const auto& [name, value] : {std::pair<const char*, ParamValue>{"width", size}, {"height", size}, {"train_samples", std::int64_t(60)},
                                          {"test_samples", std::int64_t(40)}, {"duration_ms", 2.0}})
            QVERIFY(project.apply(SetParam{data, name, value}, QStringLiteral("Set")));
        const NodeId show = m_studio->add("encoder.direct", 260, 0, "Show"), conv = m_studio->add("layer.conv2d", 520, 0, "Conv 1"),
                     norm = m_studio->add("layer.batch_norm2d", 780, 0, "BN 1"), relu = m_studio->add("layer.relu", 1040, 0, "ReLU 1"),
                     flat = m_studio->add("layer.flatten", 1300, 0, "Flatten"), linear = m_studio->add("layer.linear", 1560, 0, "Linear"),
                     mean = m_studio->add("readout.membrane", 1820, 0, "Mean");
        QVERIFY(project.apply(SetParam{show, "T", std::int64_t(1)}, QStringLiteral("Set")));
        for (const Edge& edge : {Edge{{data, "image"}, {show, "image"}}, Edge{{show, "x"}, {conv, "x"}}, Edge{{conv, "y"}, {norm, "x"}},
                                 Edge{{norm, "y"}, {relu, "x"}}, Edge{{relu, "y"}, {flat, "x"}}, Edge{{flat, "y"}, {linear, "x"}},
                                 Edge{{linear, "y"}, {mean, "x"}}})
            QVERIFY(project.apply(Connect{edge}, QStringLiteral("Connect")));
        QVERIFY2(project.plan().ok(), project.plan().diagnostics.empty() ? "" : toText(project.plan().diagnostics.front()).c_str());
    }

    std::unique_ptr<Studio> m_studio;
};

SPW_TEST_GUI(tst_Convert)

} // namespace tst_convert

#include "tst_convert.moc"
