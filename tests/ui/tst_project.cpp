// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "ui/shell/message_bar.h"
#include "tests/runner/registry.h"

#include <QFile>
#include <QMenu>
#include <QPushButton>

namespace tst_project {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Project final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_studio = std::make_unique<Studio>(); }
    void cleanup() { m_studio.reset(); }

    void savingAndReopeningGivesTheSameDocument()
    {
        m_studio->add("neuron.lif", 40, 40, "hidden");
        QVERIFY(m_studio->project().isDirty());
        const QString file = m_studio->path(QStringLiteral("a.spw"));
        m_studio->project().saveAs(file);
        QTRY_VERIFY(!m_studio->project().isDirty());
        QVERIFY(QFile::exists(file));
        const Document before = m_studio->project().document();
        m_studio->project().newProject();
        QVERIFY(m_studio->graph().nodes().empty());
        m_studio->window->openFile(file);
        QVERIFY(m_studio->project().document() == before);
        QVERIFY(!m_studio->project().isDirty());
        QVERIFY(m_studio->window->windowTitle().startsWith(u'a'));
    }

    void saveWritesToTheFileItHasByItsKey()
    {
        const QString file = m_studio->path(QStringLiteral("b.spw"));
        m_studio->project().saveAs(file);
        QTRY_COMPARE(m_studio->project().file(), file);
        m_studio->add("neuron.if", 40, 40);
        QTest::keyClick(&m_studio->canvas(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!m_studio->project().isDirty());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readAll().contains("neuron.if"));
    }

    void recentFilesAreListedNewestFirst()
    {
        for (const char* name : {"one.spw", "two.spw"}) {
            m_studio->project().saveAs(m_studio->path(QLatin1String(name)));
            QTRY_COMPARE(m_studio->project().file(), m_studio->path(QLatin1String(name)));
        }
        auto* menu = m_studio->window->findChild<QMenu*>(QStringLiteral("file.recent"));
        QCOMPARE(menu->actions().first()->text(), QStringLiteral("two.spw"));
        menu->actions().at(1)->trigger();
        QTRY_COMPARE(m_studio->project().file(), m_studio->path(QStringLiteral("one.spw")));
    }

    void aDamagedFileIsRefusedInPlaceAndTheProjectStays()
    {
        m_studio->add("neuron.if", 0, 0);
        m_studio->project().saveAs(m_studio->path(QStringLiteral("good.spw")));
        QTRY_VERIFY(!m_studio->project().isDirty());
        QFile bad(m_studio->path(QStringLiteral("bad.spw")));
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write("{\"format\": \"spikewright\", \"version\": 1, ");
        bad.close();
        m_studio->window->openFile(bad.fileName());
        QVERIFY(m_studio->window->messages().text().contains(QStringLiteral("bad.spw")));
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
    }

    void unsavedChangesAreAskedAboutInlineAndCanBeDiscarded()
    {
        m_studio->add("neuron.if", 0, 0);
        m_studio->window->action("file.new")->trigger();
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
        QVERIFY(!m_studio->window->messages().text().isEmpty());
        auto* discard = m_studio->window->messages().findChild<QPushButton*>(QStringLiteral("messageBar.button1"));
        QVERIFY(discard);
        QTest::mouseClick(discard, Qt::LeftButton);
        QVERIFY(m_studio->graph().nodes().empty());
    }

    void eachUndoStepIsJournaledAndSavingRemovesTheCopy()
    {
        m_studio->project().saveAs(m_studio->path(QStringLiteral("j.spw")));
        QTRY_VERIFY(!m_studio->project().file().isEmpty());
        m_studio->add("neuron.lif", 0, 0, "precious");
        const QString copy = m_studio->project().journalFile();
        QTRY_VERIFY(QFile::exists(copy));
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("precious"));
        m_studio->project().save();
        QTRY_VERIFY(!m_studio->project().isDirty());
        QTRY_VERIFY(!QFile::exists(copy));
    }

    void workOfASessionThatCrashedIsOfferedAndRestored()
    {
        m_studio->add("neuron.lif", 0, 0, "precious");
        QTRY_VERIFY(QFile::exists(m_studio->project().journalFile()));
        m_studio->open();           // the window goes without saying good-bye to its project
        QVERIFY(m_studio->graph().nodes().empty());
        m_studio->window->offerRecovery();
        auto* restore = m_studio->window->messages().findChild<QPushButton*>(QStringLiteral("messageBar.button0"));
        QVERIFY(restore);
        QTest::mouseClick(restore, Qt::LeftButton);
        QCOMPARE(m_studio->graph().nodes().size(), size_t(1));
        QCOMPARE(m_studio->graph().nodes().begin()->second.title, std::string("precious"));
        QVERIFY(m_studio->project().isDirty());
    }

    void runSettingsAreUndoable()
    {
        RunSettings settings = m_studio->project().document().run;
        settings.seed = 77;
        m_studio->project().setRunSettings(settings);
        QVERIFY(m_studio->project().isDirty());
        m_studio->window->action("edit.undo")->trigger();
        QCOMPARE(m_studio->project().document().run.seed, std::uint64_t(0));
    }

private:
    std::unique_ptr<Studio> m_studio;
};

SPW_TEST_GUI(tst_Project)

} // namespace tst_project

#include "tst_project.moc"
