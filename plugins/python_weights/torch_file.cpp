// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/containers/zip_file.h"
#include "plugins/python_weights/pickle.h"
#include "plugins/python_weights/tensor_file.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace spw::pythonweights {

namespace {

constexpr std::string_view kLegacyMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);
constexpr int kDeepest = 64;
constexpr std::size_t kMostTensors = 1'000'000;

NumberType typeOf(const std::string& storage)
{
    static const std::map<std::string, NumberType> types{
        {"DoubleStorage", NumberType::Float64}, {"FloatStorage", NumberType::Float32}, {"HalfStorage", NumberType::Float16},
        {"BFloat16Storage", NumberType::BFloat16}, {"LongStorage", NumberType::Int64}, {"IntStorage", NumberType::Int32},
        {"ShortStorage", NumberType::Int16}, {"CharStorage", NumberType::Int8}, {"ByteStorage", NumberType::UInt8},
        {"BoolStorage", NumberType::Bool}};
    return types.at(storage);   // the pickle's reader lets no other in
}

/// The bytes of a storage by its key. @throws Error
using Storages = std::function<const std::string&(const StorageRef&)>;

/// Puts what strides say into C order.
class Gatherer {
public:
    /// @param most  bytes that all tensors together may have: views may show the same numbers many times.
    Gatherer(Storages storages, std::uint64_t most) : m_storages(std::move(storages)), m_left(most) {}

    ForeignTensor gather(const std::string& name, const TensorRef& tensor, const std::string& where)
    {
        const std::string place = where + " > " + name;
        ForeignTensor out{name, typeOf(tensor.storage.type), tensor.shape, {}};
        const std::uint64_t size = bytesOf(out.type);
        std::uint64_t count = 1, last = std::uint64_t(tensor.offset);
        bool fits = true;
        for (std::size_t i = 0; i < tensor.shape.size(); ++i)
            fits = fits && !__builtin_mul_overflow(count, std::uint64_t(tensor.shape[i]), &count);
        for (std::size_t i = 0; fits && count > 0 && i < tensor.shape.size(); ++i) {
            std::uint64_t reach = 0;
            fits = !__builtin_mul_overflow(std::uint64_t(tensor.shape[i] - 1), std::uint64_t(tensor.strides[i]), &reach) &&
                   !__builtin_add_overflow(last, reach, &last);
        }
        if (!fits || (count > 0 && last >= std::uint64_t(tensor.storage.count)))
            throw Error("The tensor reaches past its storage of " + std::to_string(tensor.storage.count) + " numbers.", place,
                        "The file is damaged; write it again.");
        if (count > m_left / size)
            throw Error("The tensors show far more numbers than the file has.", place, "Save contiguous tensors.");
        m_left -= count * size;
        if (count == 0)
            return out;
        const std::string& bytes = m_storages(tensor.storage);
        if (bytes.size() / size <= last)
            throw Error("The storage '" + tensor.storage.key + "' has " + std::to_string(bytes.size()) + " bytes, " +
                            std::to_string((last + 1) * size) + " are needed.",
                        place, "Copy or download the file again; it is incomplete.");
        out.bytes.reserve(std::size_t(count * size));
        std::vector<std::int64_t> at(tensor.shape.size(), 0);
        std::uint64_t from = std::uint64_t(tensor.offset);
        for (std::uint64_t n = 0; n < count; ++n) {
            out.bytes.append(bytes, std::size_t(from * size), std::size_t(size));
            for (std::size_t axis = at.size(); axis-- > 0;) {
                from += std::uint64_t(tensor.strides[axis]);
                if (++at[axis] < tensor.shape[axis])
                    break;
                from -= std::uint64_t(tensor.shape[axis]) * std::uint64_t(tensor.strides[axis]);
                at[axis] = 0;
            }
        }
        return out;
    }

private:
    Storages m_storages;
    std::uint64_t m_left;
};

bool hasTensors(const Value& value)
{
    if (const Value::Dict* dict = value.dict())
        return std::any_of(dict->items.begin(), dict->items.end(), [](const auto& item) { return item.second->tensor() != nullptr; });
    return false;
}

/// The dictionary that has the weights.
const Value& weightsOf(const Value& root, const std::string& key, const std::string& where)
{
    if (!key.empty()) {
        const Value* found = root.find(key);
        if (!found)
            throw Error("There is no entry '" + key + "'.", where, "Leave the option 'key' empty, or name an entry of the checkpoint.");
        return *found;
    }
    if (hasTensors(root) || (root.dict() && !root.dict()->type.empty()))
        return root;
    for (const char* usual : {"net", "state_dict", "model_state_dict", "model", "network", "module", "weights", "params", "ema"})
        if (const Value* found = root.find(usual); found && found->dict())
            return *found;
    return root;
}

/// Every tensor below a value, named by the way to it.
std::vector<ForeignTensor> flattened(const Value& root, Gatherer& gatherer, const std::string& where)
{
    std::vector<ForeignTensor> out;
    std::size_t visits = 0;
    const std::function<void(const Value&, const std::string&, int)> walk = [&](const Value& value, const std::string& name, int depth) {
        if (depth > kDeepest || ++visits > kMostTensors)
            throw Error("The entries are nested too deep or lead back to themselves.", where, "Save net.state_dict() alone.");
        if (value.tensor()) {
            out.push_back(gatherer.gather(name.empty() ? "tensor" : name, *value.tensor(), where));
            return;
        }
        const auto below = [&](const std::string& part) { return name.empty() ? part : name + "." + part; };
        if (const Value::Dict* dict = value.dict()) {
            for (const auto& [key, entry] : dict->items)
                if (key->text())
                    walk(*entry, below(*key->text()), depth + 1);
                else if (key->integer())
                    walk(*entry, below(std::to_string(*key->integer())), depth + 1);
        } else if (const Value::List* list = value.list()) {
            for (std::size_t i = 0; i < list->items.size(); ++i)
                walk(*list->items[i], below(std::to_string(i)), depth + 1);
        }
    };
    walk(root, "", 0);
    return out;
}

std::uint64_t mostBytes(const ByteSource& file) { return std::max<std::uint64_t>(64u << 20, file.size() * 8); }

/// Numbers of another byte order, turned around.
void swapBytes(std::string& bytes, std::size_t size)
{
    for (std::size_t i = 0; size > 1 && i + size <= bytes.size(); i += size)
        std::reverse(bytes.begin() + std::ptrdiff_t(i), bytes.begin() + std::ptrdiff_t(i + size));
}

} // namespace

bool isTorchLegacy(std::string_view head) { return head.substr(0, kLegacyMagic.size()) == kLegacyMagic; }

std::vector<ForeignTensor> readTorchZip(const std::shared_ptr<const ByteSource>& file, const std::string& key)
{
    const ZipFile zip(file);
    std::string folder;
    const ZipMember* pickled = nullptr;
    bool scripted = false, swapped = false;
    for (const ZipMember& member : zip.members())
        if (member.name == "data.pkl" || member.name.ends_with("/data.pkl")) {
            pickled = &member;
            folder = member.name.substr(0, member.name.size() - std::string_view("data.pkl").size());
            break;
        }
    if (!pickled)
        throw Error("There is no data.pkl.", file->name(), "Give a file of torch.save.");
    for (const ZipMember& member : zip.members())
        scripted = scripted || member.name == folder + "constants.pkl" || member.name.rfind(folder + "code/", 0) == 0;
    if (const ZipMember* order = zip.find(folder + "byteorder"))
        swapped = zip.read(*order, 64) == "big";
    const std::string bytes = zip.read(*pickled, 64u << 20);
    const Pickle pickle = readPickle(bytes, zip.where(*pickled), scripted);

    std::map<std::string, std::string> storages;
    Gatherer gatherer([&](const StorageRef& storage) -> const std::string& {
        const auto [found, isNew] = storages.try_emplace(storage.key);
        if (isNew) {
            const ZipMember* member = zip.find(folder + "data/" + storage.key);
            if (!member)
                throw Error("There is no storage 'data/" + storage.key + "'.", file->name(), "Copy or download the file again; it is incomplete.");
            const std::uint64_t size = bytesOf(typeOf(storage.type)), most = mostBytes(*file);
            found->second = zip.read(*member, std::uint64_t(storage.count) > most / size ? most : std::uint64_t(storage.count) * size);
            if (swapped)
                swapBytes(found->second, bytesOf(typeOf(storage.type)));
        }
        return found->second;
    }, mostBytes(*file));
    return flattened(weightsOf(*pickle.root, key, file->name()), gatherer, file->name());
}

std::vector<ForeignTensor> readTorchLegacy(const std::shared_ptr<const ByteSource>& file, const std::string& key)
{
    const std::string bytes = file->text(0, std::size_t(file->size()));
    std::string_view rest = bytes;
    const auto next = [&] {
        Pickle pickle = readPickle(rest, file->name());
        rest.remove_prefix(pickle.size);
        return pickle;
    };
    next();   // magic number
    const Pickle version = next(), system = next();
    if (!version.root->integer() || *version.root->integer() != 1001)
        throw Error("The file is not of protocol 1001.", file->name(), "Load it in Python and save it again.");
    bool swapped = false;
    if (const Value* little = system.root->find("little_endian"))
        if (const bool* flag = std::get_if<bool>(&little->data))
            swapped = !*flag;
    const Pickle object = next(), keys = next();
    if (!keys.root->list())
        throw Error("The list of storages is none.", file->name(), "The file is damaged; write it again.");

    std::map<std::string, std::string> types;   // by key: how large an item is, only the pickle knows
    for (const Value& value : object.values)
        if (const auto* storage = std::get_if<StorageRef>(&value.data))
            types[storage->key] = storage->type;
    std::map<std::string, std::string> storages;
    for (const Value* name : keys.root->list()->items) {
        if (!name->text() || !types.count(*name->text()))
            throw Error("A storage is listed that no tensor has.", file->name(), "The file is damaged; write it again.");
        const std::size_t size = bytesOf(typeOf(types[*name->text()]));
        const std::uint64_t count = rest.size() >= 8 ? littleEndian<std::uint64_t>(rest.data()) : 0;
        if (rest.size() < 8 || count > (rest.size() - 8) / size)
            throw Error("The storage '" + *name->text() + "' is cut: " + std::to_string(count) + " numbers were promised.",
                        file->name() + ", byte " + std::to_string(bytes.size() - rest.size()),
                        "Copy or download the file again; it is incomplete.");
        std::string content(rest.substr(8, std::size_t(count) * size));
        if (swapped)
            swapBytes(content, size);
        storages[*name->text()] = std::move(content);
        rest.remove_prefix(8 + std::size_t(count) * size);
    }
    Gatherer gatherer([&](const StorageRef& storage) -> const std::string& {
        const auto found = storages.find(storage.key);
        if (found == storages.end())
            throw Error("There is no storage '" + storage.key + "'.", file->name(), "The file is damaged; write it again.");
        return found->second;
    }, mostBytes(*file));
    return flattened(weightsOf(*object.root, key, file->name()), gatherer, file->name());
}

} // namespace spw::pythonweights
