// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library_panel.h"

#include "ui/canvas/canvas_view.h"
#include "ui/model/node_search.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QVBoxLayout>

#include <map>
#include <set>

namespace spw::ui {
namespace {

constexpr int kIdRole = Qt::UserRole;

QIcon categoryIcon(Category category)
{
    QPixmap picture(36, 36);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter p(&picture);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(Theme::current().category(category));
    p.drawRoundedRect(QRectF(1, 1, 16, 16), 3, 3);
    QFont font;
    font.setPixelSize(11);
    font.setBold(true);
    p.setFont(font);
    p.setPen(Theme::current().color(QStringLiteral("categoryText")));
    p.drawText(QRectF(1, 1, 16, 16), Qt::AlignCenter, QString(Theme::categoryLetter(category)));
    return picture;
}

} // namespace

QMimeData* LibraryTree::mimeData(const QList<QTreeWidgetItem*>& items) const
{
    if (items.isEmpty() || items.first()->data(0, kIdRole).toString().isEmpty())
        return nullptr;
    auto* data = new QMimeData;
    data->setData(kNodeMime, items.first()->data(0, kIdRole).toString().toUtf8());
    return data;
}

QStringList LibraryTree::mimeTypes() const
{
    return {kNodeMime};
}

LibraryPanel::LibraryPanel(const Catalog& catalog, QWidget* parent) : QWidget(parent), m_catalog(catalog)
{
    setObjectName(QStringLiteral("library"));
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("library.search"));
    m_search->setClearButtonEnabled(true);
    m_tree = new LibraryTree(this);
    m_tree->setObjectName(QStringLiteral("library.tree"));
    m_tree->setHeaderHidden(true);
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_tree->setIndentation(14);
    m_tree->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 0);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    setMinimumWidth(170);
    connect(m_search, &QLineEdit::textChanged, this, &LibraryPanel::refill);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (const auto hits = searchNodes(m_catalog, m_search->text()); !hits.isEmpty())
            Q_EMIT chosen(hits.first().spec);
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const NodeSpec* spec = m_catalog.find(item->data(0, kIdRole).toString().toStdString()))
            Q_EMIT chosen(spec);
    });
    connect(&Theme::current(), &Theme::changed, this, &LibraryPanel::refill);
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
}

void LibraryPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_search->setPlaceholderText(tr("Search nodes"));
    m_search->setAccessibleName(tr("Search nodes"));
    m_tree->setAccessibleName(tr("Node library"));
    refill();
}

void LibraryPanel::refill()
{
    std::set<const NodeSpec*> shown;
    for (const NodeHit& hit : searchNodes(m_catalog, m_search->text()))
        shown.insert(hit.spec);
    m_tree->clear();
    std::map<Category, QTreeWidgetItem*> parents;
    for (const NodeSpec* spec : m_catalog.all()) {
        if (!shown.count(spec))
            continue;
        QTreeWidgetItem*& parent = parents[spec->category];
        if (!parent) {
            parent = new QTreeWidgetItem(m_tree, {categoryText(spec->category)});
            parent->setFlags(Qt::ItemIsEnabled);
            QFont bold = font();
            bold.setBold(true);
            parent->setFont(0, bold);
        }
        auto* item = new QTreeWidgetItem(parent, {catalogText(spec->title)});
        item->setData(0, kIdRole, toQString(spec->id));
        item->setToolTip(0, catalogText(spec->caption));
        item->setIcon(0, categoryIcon(spec->category));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
    }
    if (shown.empty()) {
        auto* none = new QTreeWidgetItem(m_tree, {tr("No node matches. Clear the search.")});
        none->setFlags(Qt::NoItemFlags);
    }
    m_tree->expandAll();
}

} // namespace spw::ui
