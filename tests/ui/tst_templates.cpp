// SPDX-License-Identifier: GPL-3.0-or-later
// A project is made of a known network, with real keys and clicks.
#include "ui_test.h"

#include "core/zoo/template.h"
#include "tests/runner/registry.h"
#include "ui/shell/language.h"
#include "ui/shell/message_bar.h"
#include "ui/templates/templates_window.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

namespace tst_templates {

using namespace spw;
using namespace spw::ui;
using spw::ui::test::Studio;

class tst_Templates final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init() { m_studio = std::make_unique<Studio>(); }
    void cleanup() { m_studio.reset(); }

    void aNetworkIsFoundAndBecomesAProject()
    {
        TemplatesWindow* window = openByKey();
        QVERIFY(window);
        QTest::keyClicks(window->findChild<QLineEdit*>(QStringLiteral("templates.search")), QStringLiteral("sew 50 torchvision"));
        QCOMPARE(shown(window), (QStringList{"sew_resnet50", "sew_resnext50_32x4d", "sew_wide_resnet50_2"}));
        window->select(QStringLiteral("sew_resnet50"));
        QTRY_VERIFY(size(window).contains(QStringLiteral("25,557,032")));
        QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("templates.create")), Qt::LeftButton);
        QCOMPARE(m_studio->project().title(), QStringLiteral("sew_resnet50"));
        QVERIFY(m_studio->project().file().isEmpty());
        QVERIFY(m_studio->project().isDirty());
        QVERIFY(m_studio->project().plan().ok());
        QCOMPARE(m_studio->project().plan().parameterCount(), std::int64_t(25557032));
    }

    void optionsChangeWhatIsMade()
    {
        TemplatesWindow* window = openByKey();
        QVERIFY(window);
        window->select(QStringLiteral("dvs_gesture_net"));
        QTRY_VERIFY(size(window).contains(QStringLiteral("1,698,926")));
        auto* neuron = option<QComboBox>(window, "neuron");
        QVERIFY(neuron);
        neuron->setFocus();
        while (neuron->currentText() != QStringLiteral("PLIF") && neuron->currentIndex() + 1 < neuron->count())
            QTest::keyClick(neuron, Qt::Key_Down);
        QTRY_VERIFY2(size(window).contains(QStringLiteral("1,698,933")), qPrintable(size(window)));
        QVERIFY(!option<QWidget>(window, "size")->isVisible());   // of moving shapes and arrays only
        auto* data = option<QComboBox>(window, "data");
        data->setFocus();
        QTest::keyClick(data, Qt::Key_Down);
        QVERIFY(option<QWidget>(window, "size")->isVisible());
        QTest::keyClick(window, Qt::Key_Return);
        const Graph& graph = m_studio->graph();
        QVERIFY(std::any_of(graph.nodes().begin(), graph.nodes().end(), [](const auto& n) { return n.second.type == "dataset.synthetic_dvs"; }));
        QCOMPARE(std::count_if(graph.nodes().begin(), graph.nodes().end(), [](const auto& n) { return n.second.type == "neuron.parametric_lif"; }), 7);
    }

    void whatCannotBeIsToldBeforeItIsMade()
    {
        TemplatesWindow* window = openByKey();
        QVERIFY(window);
        window->select(QStringLiteral("cifar10_dvs_net"));
        auto* data = option<QComboBox>(window, "data");
        data->setFocus();
        QTest::keyClick(data, Qt::Key_Down);
        auto* side = option<QWidget>(window, "size");
        auto* field = qobject_cast<QLineEdit*>(side) ? qobject_cast<QLineEdit*>(side) : side->findChild<QLineEdit*>();
        QVERIFY(field);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("8"));
        QTest::keyClick(field, Qt::Key_Tab);
        QTRY_VERIFY2(size(window).contains(QStringLiteral("Pool 4")), qPrintable(size(window)));   // 8 halves but three times
        window->close();
    }

    void nothingFoundIsSaid()
    {
        TemplatesWindow* window = openByKey();
        QVERIFY(window);
        QTest::keyClicks(window->findChild<QLineEdit*>(QStringLiteral("templates.search")), QStringLiteral("perceptron of 1958"));
        QVERIFY(shown(window).isEmpty());
        QVERIFY(!window->selected());
        QVERIFY(!window->findChild<QPushButton*>(QStringLiteral("templates.create"))->isEnabled());
    }

    void unsavedWorkIsNotLost()
    {
        m_studio->add("neuron.lif", 0, 0, "Mine");
        TemplatesWindow* window = openByKey();
        QVERIFY(window);
        window->select(QStringLiteral("lif_fc_mnist"));
        QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("templates.create")), Qt::LeftButton);
        QVERIFY(m_studio->graph().nodes().size() == 1);   // the bar asks first
        QVERIFY(m_studio->window->messages().isVisible());
    }

    void theStartPageShowsItsTitlesWhole()
    {
        auto* page = m_studio->window->findChild<QWidget*>(QStringLiteral("welcome"));
        QVERIFY(page && page->isVisible());
        const QList<QPushButton*> buttons = page->findChildren<QPushButton*>();
        QVERIFY(buttons.size() > 8);   // the examples, a template, a file
        for (const QPushButton* button : buttons) {
            const QSize words = button->fontMetrics().size(Qt::TextShowMnemonic, button->text());
            QVERIFY2(button->width() >= words.width() + 20, qPrintable(button->text()));   // 10 at each side
            QVERIFY2(button->height() >= words.height(), qPrintable(button->text()));
            QVERIFY2(page->rect().contains(button->geometry().translated(button->parentWidget()->mapTo(page, QPoint()))),
                     qPrintable(button->text()));
        }
    }

    void theStartPageLeadsThere()
    {
        auto* button = m_studio->window->findChild<QPushButton*>(QStringLiteral("welcome.template"));
        QVERIFY(button && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(m_studio->window->findChild<TemplatesWindow*>());
    }

    /// ResNet-152 has 500 nodes; the window must not feel it.
    void theLargestIsShownQuickly()
    {
        TemplatesWindow* window = openByKey();
        QVERIFY(window);
        QElapsedTimer clock;
        clock.start();
        window->select(QStringLiteral("sew_resnet152"));
        QTRY_VERIFY(size(window).contains(QStringLiteral("60,192,808")));
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        window->resize(940, 600);
        QVERIFY(window->grab().save(m_studio->path(QStringLiteral("templates.png"))));
        if (const QByteArray folder = qgetenv("SPW_SCREENSHOTS"); !folder.isEmpty()) {
            window->grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/templates.png"));
            QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("templates.create")), Qt::LeftButton);
            m_studio->canvas().fitAll();
            m_studio->window->grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/templates_canvas.png"));
        }
    }

    void everyWordHasItsChinese()
    {
        m_studio->window->setLanguage(QStringLiteral("zh_CN"));
        if (currentLanguage() != QStringLiteral("zh_CN"))
            QSKIP("This build has no translations.");
        QStringList missing;
        const auto want = [&missing](const char* context, const std::string& text) {
            const QString chinese = QCoreApplication::translate(context, text.c_str());
            const bool isSentence = text.find(' ') != std::string::npos;   // single words may be names
            if (isSentence && chinese == QString::fromStdString(text) && !text.starts_with("SEW ") && text != "Speech Commands"
                && text.find("LSTM") != 0)
                missing << QString::fromStdString(text);
        };
        for (const zoo::Template& row : zoo::templates()) {
            for (const std::string* text : {&row.title, &row.family, &row.summary})
                want("templates", *text);
            for (const ParamSpec& option : row.options) {
                want("catalog", option.caption);
                want("catalog", option.doc);
                for (const Choice& choice : option.choices)
                    if (choice.caption.find("MNIST") == std::string::npos && choice.caption.find("Gesture") == std::string::npos
                        && choice.caption.find("npz") == std::string::npos)
                        want("catalog", choice.caption);
            }
        }
        m_studio->window->setLanguage(QStringLiteral("en"));
        missing.removeDuplicates();
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

private:
    TemplatesWindow* openByKey()
    {
        QTest::keyClick(&m_studio->canvas(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        auto* window = m_studio->window->findChild<TemplatesWindow*>();
        return window && QTest::qWaitForWindowExposed(window) ? window : nullptr;
    }
    static QString size(TemplatesWindow* window) { return window->findChild<QLabel*>(QStringLiteral("templates.size"))->text(); }
    static QStringList shown(TemplatesWindow* window)
    {
        QStringList ids;
        for (QTreeWidgetItemIterator it(window->findChild<QTreeWidget*>(QStringLiteral("templates.list")), QTreeWidgetItemIterator::NotHidden); *it; ++it)
            if (!(*it)->data(0, Qt::UserRole).toString().isEmpty() && !(*it)->parent()->isHidden())
                ids << (*it)->data(0, Qt::UserRole).toString();
        return ids;
    }
    /// The editor of an option, or the T inside it.
    template <class T>
    static T* option(TemplatesWindow* window, const char* name)
    {
        auto* editor = window->findChild<QWidget*>(QStringLiteral("option.") + QLatin1String(name));
        T* self = qobject_cast<T*>(editor);
        return self || !editor ? self : editor->findChild<T*>();
    }

    std::unique_ptr<Studio> m_studio;
};

SPW_TEST_GUI(tst_Templates)

} // namespace tst_templates

#include "tst_templates.moc"
