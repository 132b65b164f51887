// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/templates/templates_window.h"

#include "core/base/error.h"
#include "core/plan/plan.h"
#include "ui/exchange/options_form.h"
#include "ui/model/texts.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace spw::ui {

namespace {

constexpr int kId = Qt::UserRole;

QString templateText(const std::string& text)
{
    return QCoreApplication::translate("templates", text.c_str());
}

QString number(std::int64_t value)
{
    return QLocale().toString(qlonglong(value));
}

QString gigabytes(double bytes)
{
    const double value = bytes / 1e9;
    return QLocale().toString(value, 'f', value < 0.1 ? 3 : value < 10 ? 1 : 0);
}

/// Everything that a search may hit, in both languages.
QString haystack(const zoo::Template& row)
{
    QString text;
    for (const std::string* part : {&row.id, &row.title, &row.family, &row.summary, &row.source})
        text += toQString(*part) + u'\n' + templateText(*part) + u'\n';
    return text;
}

std::int64_t batchOf(const Graph& graph)
{
    for (const auto& [id, node] : graph.nodes())
        if (const NodeSpec* spec = graph.spec(id); spec && spec->category == Category::Learner && node.values.has("batch_size"))
            return node.values.integer("batch_size");
    return 1;
}

} // namespace

TemplatesWindow::TemplatesWindow(QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("templates"));
    setWindowTitle(tr("New from Template"));
    resize(940, 600);

    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("templates.search"));
    m_search->setPlaceholderText(tr("Search networks"));
    m_search->setClearButtonEnabled(true);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(QStringLiteral("templates.list"));
    m_list->setColumnCount(2);
    m_list->setHeaderLabels({tr("Network"), tr("Parameters")});
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Known networks"));
    m_nothing = new QLabel(tr("No network fits the search."), this);
    m_nothing->hide();

    const auto text = [this](const char* name, bool selectable) {
        auto* label = new QLabel(this);
        label->setObjectName(QLatin1String(name));
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        if (selectable)
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return label;
    };
    m_title = text("templates.title", false);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_summary = text("templates.summary", true);
    m_source = text("templates.source", true);
    m_size = text("templates.size", true);
    m_size->setMinimumHeight(2 * fontMetrics().lineSpacing());   // its words change, the buttons below stay
    m_options = new OptionsForm(this);
    m_options->setObjectName(QStringLiteral("templates.options"));
    auto* area = new QScrollArea(this);
    area->setWidget(m_options);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);

    auto* buttons = new QDialogButtonBox(this);
    m_create = buttons->addButton(tr("Create Project"), QDialogButtonBox::AcceptRole);
    m_create->setObjectName(QStringLiteral("templates.create"));
    m_create->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);

    auto* left = new QWidget(this);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->addWidget(m_search);
    leftColumn->addWidget(m_nothing);
    leftColumn->addWidget(m_list, 1);
    auto* right = new QWidget(this);
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(8, 0, 0, 0);
    for (QLabel* label : {m_title, m_summary, m_source})
        rightColumn->addWidget(label);
    rightColumn->addSpacing(8);
    rightColumn->addWidget(area, 1);
    rightColumn->addWidget(m_size);
    auto* split = new QSplitter(this);
    split->addWidget(left);
    split->addWidget(right);
    split->setChildrenCollapsible(false);
    split->setSizes({400, 540});
    auto* column = new QVBoxLayout(this);
    column->addWidget(split, 1);
    column->addWidget(buttons);

    m_measure.setSingleShot(true);
    m_measure.setInterval(60);
    connect(&m_measure, &QTimer::timeout, this, &TemplatesWindow::measure);
    connect(m_search, &QLineEdit::textChanged, this, &TemplatesWindow::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &TemplatesWindow::showSelected);
    connect(m_list, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem* item) {
        if (!item->data(0, kId).toString().isEmpty())
            accept();
    });
    connect(m_options, &OptionsForm::changed, this, [this] { m_measure.start(); });
    connect(buttons, &QDialogButtonBox::accepted, this, &TemplatesWindow::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fill();
    m_search->setFocus();
}

TemplatesWindow::~TemplatesWindow() = default;

void TemplatesWindow::fill()
{
    QTreeWidgetItem* family = nullptr;
    std::string name;
    for (const zoo::Template& row : zoo::templates()) {
        if (!family || row.family != name) {
            family = new QTreeWidgetItem(m_list, {templateText(row.family)});
            family->setFlags(Qt::ItemIsEnabled);
            family->setFirstColumnSpanned(true);
            name = row.family;
        }
        auto* item = new QTreeWidgetItem(family, {templateText(row.title), row.parameters() > 0 ? number(row.parameters()) : QString()});
        item->setData(0, kId, toQString(row.id));
        item->setToolTip(0, templateText(row.summary));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    m_list->expandAll();
    m_list->setCurrentItem(m_list->topLevelItem(0)->child(0));
}

void TemplatesWindow::filter(const QString& text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    QTreeWidgetItem* first = nullptr;
    for (int f = 0; f < m_list->topLevelItemCount(); ++f) {
        QTreeWidgetItem* family = m_list->topLevelItem(f);
        bool any = false;
        for (int i = 0; i < family->childCount(); ++i) {
            QTreeWidgetItem* item = family->child(i);
            const QString hay = haystack(zoo::findTemplate(item->data(0, kId).toString().toStdString()));
            const bool fits = std::all_of(words.begin(), words.end(), [&](const QString& word) { return hay.contains(word, Qt::CaseInsensitive); });
            item->setHidden(!fits);
            any = any || fits;
            if (fits && !first)
                first = item;
        }
        family->setHidden(!any);
    }
    m_nothing->setVisible(!first);
    if (QTreeWidgetItem* current = m_list->currentItem(); !current || current->isHidden())
        m_list->setCurrentItem(first);
}

void TemplatesWindow::select(const QString& id)
{
    for (QTreeWidgetItemIterator it(m_list); *it; ++it)
        if ((*it)->data(0, kId).toString() == id)
            m_list->setCurrentItem(*it);
}

const zoo::Template* TemplatesWindow::selected() const
{
    const QTreeWidgetItem* item = m_list->currentItem();
    const QString id = item ? item->data(0, kId).toString() : QString();
    return id.isEmpty() ? nullptr : &zoo::findTemplate(id.toStdString());
}

void TemplatesWindow::showSelected()
{
    const zoo::Template* row = selected();
    m_create->setEnabled(row);
    m_title->setText(row ? templateText(row->title) : QString());
    m_summary->setText(row ? templateText(row->summary) : QString());
    m_source->setText(row ? tr("Source: %1").arg(templateText(row->source)) : QString());
    m_options->setSpecs(row ? row->options : std::vector<ParamSpec>());
    m_size->clear();
    m_measure.start();
}

void TemplatesWindow::measure()
{
    const zoo::Template* row = selected();
    if (!row)
        return;
    try {
        const Document project = zoo::makeProject(*row, m_options->values());
        const Plan plan = makePlan(project.graph);
        const auto wrong = std::find_if(plan.diagnostics.begin(), plan.diagnostics.end(),
                                        [](const Diagnostic& d) { return d.severity == Severity::Error; });
        if (wrong != plan.diagnostics.end()) {
            m_size->setText(tr("With these options: %1: %2 %3")
                                .arg(toQString(wrong->nodeName), toQString(wrong->what), toQString(wrong->fix)));
            return;
        }
        const std::int64_t batch = batchOf(project.graph);
        m_size->setText(tr("%1 nodes, %2 parameters. Training with batches of %3 takes about %4 GB of memory.")
                            .arg(number(std::int64_t(plan.nodes.size())), number(plan.parameterCount()), number(batch),
                                 gigabytes(plan.trainingBytes(batch))));
    } catch (const Error& e) {
        m_size->setText(QString::fromUtf8(e.what()));
    }
}

void TemplatesWindow::accept()
{
    const zoo::Template* row = selected();
    if (!row)
        return;
    try {
        const Document project = zoo::makeProject(*row, m_options->values());
        QDialog::accept();
        Q_EMIT chosen(toQString(row->id), project);
    } catch (const Error& e) {
        m_size->setText(QString::fromUtf8(e.what()));
    }
}

} // namespace spw::ui
