// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_test.h"

#include "ui/inspector/inspector_panel.h"
#include "ui/inspector/param_editor.h"
#include "ui/model/texts.h"
#include "tests/runner/registry.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace tst_inspector {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Inspector final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>();
        m_lif = m_studio->add("neuron.lif", 40, 40);
        m_studio->window->selection().setNode(m_lif);
    }
    void cleanup() { m_studio.reset(); }

    void typingANumberSetsTheParameterInOneUndoStep()
    {
        type("tau", "3.5");
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 3.5);
        QVERIFY(nameOf("tau").contains(u'●'));
        m_studio->window->action("edit.undo")->trigger();
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 2.0);
        QTRY_COMPARE(line("tau")->text(), QStringLiteral("2"));
        QVERIFY(!nameOf("tau").contains(u'●'));
    }

    void anIllegalNumberStaysVisibleWithTheReason()
    {
        type("tau", "0.5");
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 2.0);
        QCOMPARE(line("tau")->text(), QStringLiteral("0.5"));
        QVERIFY(!editor("tau")->errorText().isEmpty());
        type("tau", "nonsense");
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 2.0);
        QVERIFY(!editor("tau")->errorText().isEmpty());
        type("tau", "nan");
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 2.0);
        type("tau", "4");
        QVERIFY(editor("tau")->errorText().isEmpty());
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 4.0);
    }

    void arithmeticAndArrowKeysChangeWhatIsThere()
    {
        type("tau", "*4");
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 8.0);
        line("tau")->setFocus();
        QTest::keyClick(line("tau"), Qt::Key_Up);
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 8.1);
    }

    void anOptionalNumberCanBeNone()
    {
        auto* check = editor("v_reset")->findChild<QCheckBox*>();
        QVERIFY(check->isChecked());
        QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(6, check->height() / 2));
        QVERIFY(m_studio->graph().node(m_lif).values.isNone("v_reset"));
        QVERIFY(!line("v_reset")->isEnabled());
        QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(6, check->height() / 2));
        QCOMPARE(m_studio->graph().node(m_lif).values.real("v_reset"), 0.0);
    }

    void resetGoesBackToTheDefault()
    {
        type("tau", "7");
        auto* reset = m_studio->window->inspector().findChild<QToolButton*>(QStringLiteral("reset.tau"));
        QVERIFY(reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 2.0);
        QTRY_VERIFY(!reset->isVisible());
    }

    void choicesAreStoredById()
    {
        auto* box = editor("surrogate")->findChild<QComboBox*>();
        const int index = box->findData(QStringLiteral("erf"));
        QVERIFY(index >= 0);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
        QCOMPARE(m_studio->graph().node(m_lif).values.text("surrogate"), std::string("erf"));
    }

    void severalNodesAreEditedTogether()
    {
        const NodeId other = m_studio->add("neuron.lif", 40, 300);
        m_studio->project().apply(SetParam{other, "tau", 9.0}, {});
        m_studio->window->selection().setNodes({m_lif, other});
        QCOMPARE(line("tau")->text(), QString());
        QVERIFY(!line("tau")->placeholderText().isEmpty());
        type("tau", "6");
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 6.0);
        QCOMPARE(m_studio->graph().node(other).values.real("tau"), 6.0);
        m_studio->window->action("edit.undo")->trigger();
        QCOMPARE(m_studio->graph().node(other).values.real("tau"), 9.0);
        QCOMPARE(m_studio->graph().node(m_lif).values.real("tau"), 2.0);
    }

    void parametersThatDoNotApplyAreHidden()
    {
        const NodeId learner = m_studio->add("learner.bptt", 400, 40);
        m_studio->window->selection().setNode(learner);
        m_studio->window->inspector().findChild<QComboBox*>(QStringLiteral("inspector.show"))->setCurrentIndex(1);
        QVERIFY(!editor("momentum"));
        m_studio->project().apply(SetParam{learner, "optimizer", std::string("sgd")}, {});
        QTRY_VERIFY(editor("momentum"));
    }

    void everyNodeOfTheCatalogHasAnEditorForEachShownParameter()
    {
        auto* show = m_studio->window->inspector().findChild<QComboBox*>(QStringLiteral("inspector.show"));
        show->setCurrentIndex(1);
        for (const NodeSpec* spec : builtinCatalog().all()) {
            const NodeId id = m_studio->add(spec->id.c_str(), 0, 0);
            m_studio->window->selection().setNode(id);
            for (const ParamSpec& param : spec->params)
                if (isShown(param, m_studio->graph().node(id).values)) {
                    QVERIFY2(editor(param.name), qPrintable(QString::fromStdString(spec->id + "." + param.name)));
                    QVERIFY(editor(param.name)->errorText().isEmpty());
                }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);   // as between two clicks
        }
    }

    void shapesOfTheNodeAreShown()
    {
        const NodeId data = m_studio->add("dataset.synthetic_dvs", 0, 0), frames = m_studio->add("transform.frames", 300, 0);
        m_studio->project().apply(Connect{{{data, "events"}, {frames, "events"}}}, {});
        m_studio->window->selection().setNode(frames);
        auto* shapes = m_studio->window->inspector().findChild<QLabel*>(QStringLiteral("inspector.shapes"));
        QTRY_VERIFY2(shapes->text().contains(QStringLiteral("2×34×34")), qPrintable(shapes->text()));
    }

private:
    ParamEditor* editor(const std::string& name) { return m_studio->window->inspector().editor(name); }
    QLineEdit* line(const std::string& name) { return editor(name)->findChild<QLineEdit*>(); }
    QString nameOf(const char* name)
    {
        return m_studio->window->inspector().findChild<QLabel*>(QStringLiteral("name.") + QLatin1String(name))->text();
    }
    void type(const std::string& name, const char* text)
    {
        line(name)->setFocus();
        line(name)->selectAll();
        QTest::keyClicks(line(name), text);
        QTest::keyClick(line(name), Qt::Key_Return);
    }

    std::unique_ptr<Studio> m_studio;
    NodeId m_lif = 0;
};

SPW_TEST_GUI(tst_Inspector)

} // namespace tst_inspector

#include "tst_inspector.moc"
