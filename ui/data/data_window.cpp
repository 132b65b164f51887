// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/data_window.h"

#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/data/dataset_sources.h"
#include "core/run/snapshot.h"
#include "ui/data/download_task.h"
#include "ui/data/tensor_image.h"
#include "ui/model/texts.h"
#include "ui/scopes/dvs_player.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QStackedWidget>
#include <QThreadPool>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <atomic>
#include <limits>

namespace spw::ui {
namespace {

constexpr std::int64_t kMostCounted = 2'000'000;   // labels that are looked through for the table

/// `work` on another thread, `done` on this one with what it gave or an error; nothing if the window has gone.
template <class Work, class Done, class Failed>
void inBackground(DataWindow* window, Work work, Done done, Failed failed)
{
    QThreadPool::globalInstance()->start([guard = QPointer<DataWindow>(window), work, done, failed] {
        decltype(work()) result{};
        QString error;
        try {
            result = work();
        } catch (const std::exception& e) {
            error = errorText(e);
        }
        QMetaObject::invokeMethod(qApp, [guard, result, error, done, failed] {
            if (guard)
                error.isEmpty() ? done(result) : failed(error);
        });
    });
}

/// Where the files are to be had, for the summary of a dataset that did not open.
QString howToGet(const DatasetSource& source)
{
    return toQString(source.title + ": " + source.page) + u'\n' + toQString(source.terms) + u'\n' + toQString(source.steps) +
           (source.files.empty() ? QString() : u'\n' + DataWindow::tr("Or: spikewright-cli data get %1 --to FOLDER").arg(toQString(source.id)));
}

/// What this node reads, if a program may fetch it.
const DatasetSource* fetchable(const std::string& type, const ParamValues& values)
{
    const DatasetSource* source = sourceOfNode(type, values);
    return source && !source->files.empty() ? source : nullptr;
}

} // namespace

DataWindow::DataWindow(const QString& title, const std::string& type, const ParamValues& values, const std::filesystem::path& base, QWidget* parent)
    : QDialog(parent), m_type(type), m_values(values), m_base(base), m_task(new DownloadTask(this))
{
    setObjectName(QStringLiteral("data"));
    setWindowTitle(tr("Data of %1").arg(title));
    resize(760, 560);
    m_summary = new QLabel(tr("Reading %1").arg(title), this);
    m_summary->setObjectName(QStringLiteral("data.summary"));
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_classes = new QTreeWidget(this);
    m_classes->setObjectName(QStringLiteral("data.classes"));
    m_classes->setRootIsDecorated(false);
    m_classes->setHeaderLabels({tr("Class"), tr("to learn"), tr("to test")});
    m_classes->setMaximumWidth(280);
    m_split = new QComboBox(this);
    m_split->setObjectName(QStringLiteral("data.split"));
    m_split->addItems({tr("Samples to learn from"), tr("Samples to test with")});
    m_index = new QSpinBox(this);
    m_index->setObjectName(QStringLiteral("data.index"));
    m_index->setKeyboardTracking(false);
    m_label = new QLabel(this);
    m_label->setObjectName(QStringLiteral("data.label"));
    m_player = new DvsPlayer(m_time, this);
    m_picture = new QLabel(this);
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setMinimumSize(200, 200);
    m_step = new QSlider(Qt::Horizontal, this);
    m_step->setObjectName(QStringLiteral("data.step"));
    auto* pictures = new QWidget(this);
    auto* pictureColumn = new QVBoxLayout(pictures);
    pictureColumn->addWidget(m_picture, 1);
    pictureColumn->addWidget(m_step);
    m_view = new QStackedWidget(this);
    m_view->addWidget(m_player);
    m_view->addWidget(pictures);
    auto* choose = new QHBoxLayout;
    choose->addWidget(m_split);
    choose->addWidget(m_index);
    choose->addWidget(m_label, 1);
    auto* right = new QVBoxLayout;
    right->addLayout(choose);
    right->addWidget(m_view, 1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_classes);
    row->addLayout(right, 1);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_summary);
    m_get = new QPushButton(tr("Download..."), this);
    m_get->setObjectName(QStringLiteral("data.download"));
    m_get->setToolTip(tr("Fetch the files from their publisher into a folder, check and unpack them"));
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("data.cancel"));
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("data.progress"));
    m_progress->setAccessibleName(tr("Progress of the download"));
    auto* fetch = new QHBoxLayout;
    fetch->addWidget(m_get);
    fetch->addWidget(m_progress, 1);
    fetch->addWidget(m_cancel);
    fetch->addStretch();
    column->addLayout(fetch);
    column->addLayout(row, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_get, m_cancel, m_progress})
        widget->hide();
    connect(m_get, &QPushButton::clicked, this, &DataWindow::askFolder);
    connect(m_cancel, &QPushButton::clicked, m_task, &DownloadTask::cancel);
    const auto over = [this](const QString& text) {
        m_get->show();
        m_cancel->hide();
        m_progress->hide();
        m_summary->setText(text);
        Q_EMIT ready();
    };
    connect(m_task, &DownloadTask::progress, this, [this](const QString& what, int percent) {
        m_progress->setRange(0, percent < 0 ? 0 : 100);
        m_progress->setValue(std::max(0, percent));
        m_progress->setFormat(what.isEmpty() ? QStringLiteral("%p %") : what + QStringLiteral(" %p %"));
    });
    connect(m_task, &DownloadTask::failed, this, over);
    connect(m_task, &DownloadTask::cancelled, this, [over] { over(tr("The download was stopped. Started again into the same folder, it goes on where it was.")); });
    connect(m_task, &DownloadTask::finished, this, [this] {
        m_cancel->hide();
        m_progress->hide();
        // The first path of a dataset is where its files lie.
        const NodeSpec* spec = builtinCatalog().find(m_type);
        for (const ParamSpec& param : spec ? spec->params : std::vector<ParamSpec>{})
            if (param.type == ParamType::Path) {
                m_values.set(param.name, m_folder.toStdString());
                Q_EMIT fetched(toQString(param.name), m_folder);
                break;
            }
        m_summary->setText(tr("Reading %1").arg(m_folder));
        open();
    });
    for (QWidget* widget : std::initializer_list<QWidget*>{m_split, m_index, m_step})
        widget->setEnabled(false);
    connect(m_split, &QComboBox::currentIndexChanged, this, [this] { load(); });
    connect(m_index, &QSpinBox::valueChanged, this, [this] { load(); });
    connect(m_step, &QSlider::valueChanged, this, [this] { paintPicture(); });

    open();
}

void DataWindow::open()
{
    using Opened = std::pair<std::shared_ptr<const Dataset>, Counts>;
    inBackground(
        this,
        [type = m_type, values = m_values, base = m_base] {
            std::shared_ptr<const Dataset> dataset = openDataset(type, values, base, 0);
            Counts counts;
            counts.train = dataset->size(Split::Train);
            counts.test = dataset->size(Split::Test);
            counts.ofClass.resize(dataset->classNames().size());
            for (const Split split : {Split::Train, Split::Test})
                for (std::int64_t i = 0; i < std::min(dataset->size(split), kMostCounted); ++i)
                    if (const std::int64_t label = dataset->label(split, i); label >= 0 && label < std::int64_t(counts.ofClass.size()))
                        ++counts.ofClass[std::size_t(label)][split == Split::Test];
            return Opened{dataset, counts};
        },
        [this](const Opened& opened) { take(opened.first, opened.second); },
        [this](const QString& error) {
            const DatasetSource* source = sourceOfNode(m_type, m_values);
            const QString steps = source ? howToGet(*source) : QString();
            m_get->setVisible(fetchable(m_type, m_values) != nullptr);
            refuse(steps.isEmpty() ? error : error + QStringLiteral("\n\n") + steps);
        });
}

DataWindow::~DataWindow() = default;

void DataWindow::askFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the files"));
    if (!folder.isEmpty())
        download(folder);
}

void DataWindow::download(const QString& folder, const QString& mirror)
{
    const DatasetSource* source = fetchable(m_type, m_values);
    if (!source || m_task->isRunning())
        return;
    m_folder = folder;
    m_get->hide();
    m_cancel->show();
    m_progress->show();
    m_summary->setText(tr("Fetching %1 into %2").arg(toQString(source->title), folder) + u'\n' + toQString(source->terms));
    m_task->start(toQString(source->id), folder, mirror);
}

QString DataWindow::summary() const { return m_summary->text(); }

void DataWindow::refuse(const QString& error)
{
    m_summary->setText(error);
    Q_EMIT ready();
}

void DataWindow::take(std::shared_ptr<const Dataset> dataset, const Counts& counts)
{
    m_dataset = std::move(dataset);
    const QLocale locale;
    const std::vector<std::string> names = m_dataset->classNames();
    m_summary->setText(tr("%1 samples to learn from, %2 to test with, %3 classes")
                           .arg(locale.toString(qlonglong(counts.train)), locale.toString(qlonglong(counts.test))).arg(names.size()));
    for (std::size_t c = 0; c < names.size(); ++c)
        new QTreeWidgetItem(m_classes, {toQString(names[c]), locale.toString(qlonglong(counts.ofClass[c][0])), locale.toString(qlonglong(counts.ofClass[c][1]))});
    m_classes->resizeColumnToContents(0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_split, m_index, m_step})
        widget->setEnabled(true);
    Q_EMIT ready();
    load();
}

void DataWindow::show(Split split, std::int64_t index)
{
    const QSignalBlocker first(m_split), second(m_index);
    m_split->setCurrentIndex(split == Split::Test);
    m_index->setRange(0, int(std::min<std::int64_t>(std::numeric_limits<int>::max(), std::max<std::int64_t>(1, m_dataset->size(split)) - 1)));
    m_index->setValue(int(index));
    load();
}

void DataWindow::load()
{
    if (!m_dataset)
        return;
    const Split split = m_split->currentIndex() == 1 ? Split::Test : Split::Train;
    const std::int64_t count = m_dataset->size(split);
    {
        const QSignalBlocker quiet(m_index);
        m_index->setRange(0, int(std::min<std::int64_t>(std::numeric_limits<int>::max(), std::max<std::int64_t>(1, count) - 1)));
    }
    if (count == 0) {
        m_label->setText(tr("There are no samples here."));
        return;
    }
    const int asked = ++m_asked;
    inBackground(
        this,
        [dataset = m_dataset, split, index = std::int64_t(m_index->value())] {
            return std::shared_ptr<const Sample>(std::make_shared<Sample>(dataset->sample(split, index)));
        },
        [this, asked](const std::shared_ptr<const Sample>& sample) {
            if (asked == m_asked)
                take(sample);
        },
        [this, asked](const QString& error) {
            if (asked == m_asked)
                m_summary->setText(error);
        });
}

void DataWindow::take(std::shared_ptr<const Sample> sample)
{
    m_sample = std::move(sample);
    const std::vector<std::string> names = m_dataset->classNames();
    const bool named = m_sample->label >= 0 && m_sample->label < std::int64_t(names.size());
    m_label->setText(tr("%1: class %2").arg(toQString(m_sample->name), named ? toQString(names[std::size_t(m_sample->label)]) : QString::number(m_sample->label)));
    m_label->setToolTip(m_label->text());
    for (const auto& [port, value] : m_sample->values) {
        if (const Events* events = std::get_if<Events>(&value)) {
            static std::atomic<std::uint64_t> serial{std::uint64_t(1) << 41};
            auto record = std::make_shared<SampleRecord>();
            record->serial = serial++;
            record->name = m_sample->name;
            record->steps = 50;
            record->events = *events;
            m_time.setLength(double(record->steps));
            m_player->setRecord(record);
            m_view->setCurrentIndex(0);
            Q_EMIT shown();
            return;
        }
        if (const PlainTensor* tensor = std::get_if<PlainTensor>(&value)) {
            m_tensor = std::shared_ptr<const PlainTensor>(m_sample, tensor);
            m_sequence = tensor->shape.size() == 2;
            m_step->setRange(0, int(picturesOf(*tensor)) - 1);
            m_step->setVisible(picturesOf(*tensor) > 1);
            m_view->setCurrentIndex(1);
            paintPicture();
            Q_EMIT shown();
            return;
        }
    }
}

void DataWindow::paintPicture()
{
    if (!m_tensor)
        return;
    m_image = tensorImage(*m_tensor, m_step->value(), m_sequence);
    if (m_image.isNull()) {
        m_picture->setText(tr("This sample is too large for a picture."));
        return;
    }
    const QSize room = m_picture->size().expandedTo({200, 200});
    const Qt::AspectRatioMode keep = m_sequence ? Qt::IgnoreAspectRatio : Qt::KeepAspectRatio;
    m_picture->setPixmap(QPixmap::fromImage(m_image.scaled(room, keep, Qt::FastTransformation)));
}

} // namespace spw::ui
