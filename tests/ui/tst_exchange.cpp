// SPDX-License-Identifier: GPL-3.0-or-later
// Networks leave the studio and come back, with real keys and clicks.
#include "ui_test.h"

#include "core/exchange/exchange_job.h"
#include "tests/runner/registry.h"
#include "ui/exchange/export_window.h"
#include "ui/exchange/import_window.h"
#include "ui/exchange/report_view.h"
#include "ui/shell/message_bar.h"

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>

namespace tst_exchange {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Exchange final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>();
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->window->loader().state() == EngineLoader::State::Ready, 60000);
    }
    void cleanup() { m_studio.reset(); }

    void everyPluginOfTheBuildIsLoaded()
    {
        const PluginHost* plugins = m_studio->window->loader().plugins();
        QVERIFY(plugins);
        for (const PluginHost::Outcome& plugin : plugins->outcomes())
            QVERIFY2(plugin.reason.empty(), plugin.reason.c_str());
        QVERIFY(plugins->registry().exporters().size() >= 4);
        QVERIFY(!plugins->registry().importers().empty());
    }

    void theExportWindowListsWhatATargetCannotExpress()
    {
        m_studio->window->openExample(QStringLiteral("default"));
        ExportWindow* window = openExport();
        QVERIFY(window);
        auto* target = window->findChild<QComboBox*>(QStringLiteral("export.target"));
        for (int i = 0; i < target->count(); ++i) {
            target->setCurrentIndex(i);
            QVERIFY2(!window->report().lines().isEmpty(), qPrintable(target->currentText()));
            QVERIFY(!window->findChild<QLabel*>(QStringLiteral("export.summary"))->text().isEmpty());
            // What is refused cannot be exported by a click.
            const bool refused = !window->report().lines().filter(QStringLiteral("×")).isEmpty();
            QCOMPARE(window->findChild<QPushButton*>(QStringLiteral("export.write"))->isEnabled(), !refused);
        }
        QVERIFY(window->grab().save(m_studio->path(QStringLiteral("export.png"))));
    }

    void aNetworkGoesOutAndComesBack()
    {
        drawNetwork();
        ExportWindow* window = openExport();
        QVERIFY(window);
        window->setTarget(QStringLiteral("nir"));
        QVERIFY2(window->findChild<QPushButton*>(QStringLiteral("export.write"))->isEnabled(), qPrintable(window->report().lines().join(u'\n')));
        const QString file = m_studio->path(QStringLiteral("net.nir"));
        window->exportTo(file);
        QTRY_VERIFY_WITH_TIMEOUT(!window->isBusy(), 60000);
        QVERIFY2(QFile::exists(file), qPrintable(window->findChild<QLabel*>(QStringLiteral("export.summary"))->text()));
        QVERIFY(!window->report().lines().filter(QStringLiteral("LIF")).isEmpty());
        window->close();

        m_studio->window->openAny(file);
        auto* import = m_studio->window->findChild<ImportWindow*>();
        QVERIFY(import);
        const QString project = m_studio->path(QStringLiteral("back.spw"));
        import->importTo(project);
        QTRY_VERIFY_WITH_TIMEOUT(!import->isBusy(), 60000);
        QVERIFY2(QFile::exists(project), qPrintable(import->findChild<QLabel*>(QStringLiteral("import.summary"))->text()));
        QVERIFY(std::filesystem::exists(weightsBeside(project.toStdString())));
        m_studio->project().undoStack().setClean();
        QTest::mouseClick(import->findChild<QPushButton*>(QStringLiteral("import.open")), Qt::LeftButton);
        QTRY_COMPARE(m_studio->project().file(), project);
        QVERIFY(m_studio->project().plan().ok());

        // What came back runs, with the weights beside it.
        m_studio->window->run().setMode(RunMode::Simulate);
        QVERIFY(m_studio->window->run().start());
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->window->run().isActive(), 60000);
        QVERIFY(m_studio->window->runView().state() == RunState::Finished);
    }

    void aPreviewWritesNothing()
    {
        drawNetwork();
        ExportWindow* window = openExport();
        QVERIFY(window);
        window->setTarget(QStringLiteral("nir"));
        const QStringList before = QDir::current().entryList();
        QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("export.preview")), Qt::LeftButton);
        QVERIFY(window->isBusy());
        QTRY_VERIFY_WITH_TIMEOUT(!window->isBusy(), 60000);
        QVERIFY(!window->report().lines().filter(QStringLiteral("LIF")).isEmpty());
        QVERIFY(window->findChild<QLabel*>(QStringLiteral("export.summary"))->text().contains(ExportWindow::tr("Preview: nothing was written.")));
        QCOMPARE(QDir::current().entryList(), before);
    }

    void exportLimitsAreProblemsWhileDrawing()
    {
        drawNetwork();
        const auto limits = [this] {
            const Diagnostics& all = m_studio->project().problems();
            return std::count_if(all.begin(), all.end(), [](const Diagnostic& d) { return d.what.rfind("NIR", 0) == 0; });
        };
        QCOMPARE(limits(), 0);
        m_studio->window->setLimitsTarget(QStringLiteral("nir"));
        const auto before = limits();
        m_studio->project().apply(AddNode{Node{0, "neuron.izhikevich", "odd", {}, {400, 300}, {}}}, QStringLiteral("Add"));
        const NodeId odd = m_studio->graph().find("odd"), linear = m_studio->graph().find("fc");
        QVERIFY(m_studio->project().apply(Connect{{{linear, "y"}, {odd, "x"}}}, QStringLiteral("Connect")));
        QVERIFY(limits() > before);
        m_studio->window->setLimitsTarget(QString());
        QCOMPARE(limits(), 0);
    }

    void filesMayBeDroppedAnywhereInTheWindow()
    {
        QFile file(m_studio->path(QStringLiteral("events.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("t,x,y,p\n10,1,2,1\n2000,3,1,0\n");
        file.close();
        for (QWidget* place : {static_cast<QWidget*>(m_studio->window.get()), static_cast<QWidget*>(&m_studio->canvas())}) {
            QMimeData mime;
            mime.setUrls({QUrl(QStringLiteral("https://example.org/x")), QUrl::fromLocalFile(file.fileName())});
            QDragEnterEvent enter(QPoint(40, 40), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(place, &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent drop(QPointF(40, 40), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(place, &drop);
            QVERIFY(drop.isAccepted());
            // It is called by its name, not a sample with a label.
            auto* header = m_studio->window->findChild<QLabel*>(QStringLiteral("scopes.header"));
            QVERIFY(header);
            QTRY_VERIFY_WITH_TIMEOUT(header->text().contains(QStringLiteral("events.csv")), 20000);
            QVERIFY(!header->text().contains(QStringLiteral("-1")));
        }
        QMimeData text;
        text.setText(QStringLiteral("words"));
        QDragEnterEvent enter(QPoint(40, 40), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(m_studio->window.get(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void whatIsRefusedStandsFirst()
    {
        ExchangeReport report;
        report.add(Outcome::Mapped, 1, "a", "3 x 3");
        report.add(Outcome::Skipped, 2, "b", "8, float32", "No place for it.", "Name one.");
        report.add(Outcome::Refused, 3, "c", "no tensor fits", "Nothing agrees.", "Check it.");
        ReportView view;
        view.show(report);
        QCOMPARE(view.lines().size(), 3);
        QVERIFY2(view.lines()[0].endsWith(QStringLiteral("c no tensor fits. Nothing agrees. Check it.")), qPrintable(view.lines()[0]));
        QVERIFY2(view.lines()[2].endsWith(QStringLiteral("b 8, float32. No place for it. Name one.")), qPrintable(view.lines()[2]));
    }

    void aFileThatNobodyKnowsIsRefusedInWords()
    {
        QFile file(m_studio->path(QStringLiteral("x.net")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a network");
        file.close();
        m_studio->window->openAny(file.fileName());
        QTRY_VERIFY(m_studio->window->messages().text().contains(QStringLiteral("x.net")));
        QVERIFY(!m_studio->window->findChild<ImportWindow*>());
    }

private:
    ExportWindow* openExport()
    {
        QTest::keyClick(&m_studio->canvas(), Qt::Key_E, Qt::ControlModifier);
        return m_studio->window->findChild<ExportWindow*>();
    }

    void drawNetwork()
    {
        const NodeId data = m_studio->add("dataset.arrays", 0, 0, "data");
        const NodeId linear = m_studio->add("layer.linear", 200, 0, "fc");
        const NodeId lif = m_studio->add("neuron.lif", 400, 0, "LIF 1");
        ProjectModel& project = m_studio->project();
        QVERIFY(project.apply(Connect{{{data, "x"}, {linear, "x"}}}, QStringLiteral("Connect")));
        QVERIFY(project.apply(Connect{{{linear, "y"}, {lif, "x"}}}, QStringLiteral("Connect")));
        QVERIFY2(project.plan().ok(), project.plan().diagnostics.empty() ? "" : toText(project.plan().diagnostics.front()).c_str());
    }

    std::unique_ptr<Studio> m_studio;
};

SPW_TEST_GUI(tst_Exchange)

} // namespace tst_exchange

#include "tst_exchange.moc"
