// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/hdf5_probe.h"

#include "core/base/error.h"

#include <hdf5.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <set>
#include <tuple>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spw::h5 {

namespace {

constexpr unsigned kMostSeconds = 60, kMostWork = 5;   // waiting for a slow disk; of the processor
constexpr hsize_t kMostAttributeBytes = 1 << 20;

// What runs in the child calls HDF5 only: no lock (it belongs to the parent's thread), no handle that would take one.

herr_t lookAtAttribute(hid_t object, const char* name, const H5A_info_t* info, void*)
{
    const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (info->data_size < kMostAttributeBytes && count >= 0 && hsize_t(count) < kMostAttributeBytes
        && hsize_t(count) * H5Tget_size(type) < kMostAttributeBytes) {
        std::vector<char> value(std::size_t(count) * H5Tget_size(type) + 1);
        H5Aread(attribute, type, value.data());
    }
    H5Tclose(type);
    H5Sclose(space);
    H5Aclose(attribute);
    return 0;
}

herr_t lookAtObject(hid_t root, const char* name, const H5O_info_t*, void*)
{
    const hid_t object = H5Oopen(root, name, H5P_DEFAULT);
    if (object < 0)
        return 0;
    hsize_t next = 0;
    H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, &next, lookAtAttribute, nullptr);
    if (H5Iget_type(object) == H5I_GROUP)   // looking a name up goes other ways than listing them
        for (const char* other : {"A", "data", "zzzz"})
            H5Lexists(object, other, H5P_DEFAULT);
    if (H5Iget_type(object) == H5I_DATASET) {
        const hid_t type = H5Dget_type(object), space = H5Dget_space(object), properties = H5Dget_create_plist(object);
        H5Dget_storage_size(object);
        hsize_t chunks = 0;
        if (properties >= 0 && H5Pget_layout(properties) == H5D_CHUNKED)
            H5Dget_num_chunks(object, space, &chunks);
        if (properties >= 0)
            H5Pget_nfilters(properties);
        H5Pclose(properties);
        H5Sclose(space);
        H5Tclose(type);
    }
    H5Oclose(object);
    return 0;
}

[[noreturn]] void lookThrough(const std::function<hid_t()>& open)
{
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM, SIGXCPU, SIGTERM, SIGINT})
        ::signal(signal, SIG_DFL);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    const rlimit work{kMostWork, kMostWork};
    ::setrlimit(RLIMIT_CPU, &work);
    ::alarm(kMostSeconds);
    const hid_t file = open();
    if (file >= 0) {
        lookAtObject(file, "/", nullptr, nullptr);   // also when listing it fails at once
#if H5_VERSION_GE(1, 12, 0)
        H5Ovisit3(file, H5_INDEX_NAME, H5_ITER_NATIVE, lookAtObject, nullptr, H5O_INFO_BASIC);
#else
        H5Ovisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, lookAtObject, nullptr);
#endif
    }
    ::_exit(0);   // also where HDF5 found something wrong: that it says when it is asked again
}

void probe(const std::function<hid_t()>& open, const std::string& name)
{
    const pid_t child = ::fork();
    if (child < 0)
        return;   // no more processes: then without
    if (child == 0)
        lookThrough(open);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)   // sanitizers end it with a code of their own
        throw Error("The HDF5 library crashes on this file or never ends: it is badly damaged.", name, "Copy the file again.");
}

} // namespace

void requireSound(const std::filesystem::path& file)
{
    static std::set<std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t>> sound;
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0)
        return;   // opening it says why
    const std::tuple key{file.string(), std::int64_t(facts.st_size), std::int64_t(facts.st_mtim.tv_sec), std::int64_t(facts.st_mtim.tv_nsec)};
    if (sound.count(key) != 0)
        return;
    probe([&] { return H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT); }, file.string());
    if (sound.size() > 10'000)
        sound.clear();
    sound.insert(key);
}

void requireSound(std::string_view image, const std::string& name)
{
    probe([&] {
        const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
        H5Pset_fapl_core(access, 64 << 10, false);
        H5Pset_file_image(access, const_cast<char*>(image.data()), image.size());
        return H5Fopen("image", H5F_ACC_RDONLY, access);
    }, name);
}

} // namespace spw::h5
