// SPDX-License-Identifier: GPL-3.0-or-later
//
// Addresses and checksums as their publishers, SpikingJelly, tonic and torchvision tell them. Files are fetched only where the
// publisher offers them to programs; where a licence must be agreed to, or a page must be used, the steps say so.
#include "core/data/dataset_sources.h"

namespace spw {

namespace {

SourceFile figshare(const char* name, const char* number, const char* md5)
{
    return {std::string(name) + ".zip", std::string("https://ndownloader.figshare.com/files/") + number, std::string("md5:") + md5};
}

std::vector<SourceFile> fourFiles(const std::string& url, const char* const (&md5)[4])
{
    const char* const names[] = {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"};
    std::vector<SourceFile> files;
    for (int i = 0; i < 4; ++i)
        files.push_back({names[i], url + names[i], std::string("md5:") + md5[i]});
    return files;
}

} // namespace

const std::vector<DatasetSource>& datasetSources()
{
    static const std::vector<DatasetSource> sources = {
        {"asl-dvs", "dataset.asl_dvs", "ASL-DVS", "https://github.com/PIX2NVS/NVS2Graph",
         "For research; its authors share it from a web page.",
         "Follow the link to the data on the page, download ICCV2019_DVS_dataset.zip (md5 33f8b87bf45edc0bfed0de41822279b9), unpack it and "
         "the archives of the letters in it, and choose the folder that holds the folders a to y.", {}},
        {"cifar10", "dataset.cifar", "CIFAR-10", "https://www.cs.toronto.edu/~kriz/cifar.html", "Free to download; cite the report of 2009.",
         "Download the binary version, unpack it, and choose its folder.",
         {{"cifar-10-binary.tar.gz", "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", "md5:c32a1d4ab5d03f1284b67883e8d87530"}}, true, "10"},
        {"cifar10-dvs", "dataset.cifar10_dvs", "CIFAR10-DVS", "https://figshare.com/articles/dataset/CIFAR10-DVS_New/4724671",
         "CC BY 4.0.", "Download the ten archives, unpack them, and choose the folder that holds airplane to truck.",
         {figshare("airplane", "7712788", "0afd5c4bf9ae06af762a77b180354fdd"), figshare("automobile", "7712791", "8438dfeba3bc970c94962d995b1b9bdd"),
          figshare("bird", "7712794", "a9c207c91c55b9dc2002dc21c684d785"), figshare("cat", "7712812", "52c63c677c2b15fa5146a8daf4d56687"),
          figshare("deer", "7712815", "b6bf21f6c04d21ba4e23fc3e36c8a4a3"), figshare("dog", "7712818", "f379ebdf6703d16e0a690782e62639c3"),
          figshare("frog", "7712842", "cad6ed91214b1c7388a5f6ee56d08803"), figshare("horse", "7712851", "e7cbbf77bec584ffbf913f00e682782a"),
          figshare("ship", "7712836", "41c7bd7d6b251be82557c6cce9a7d5c9"), figshare("truck", "7712839", "89f3922fd147d9aeff89e76a2b0b70a7")}},
        {"cifar100", "dataset.cifar", "CIFAR-100", "https://www.cs.toronto.edu/~kriz/cifar.html", "Free to download; cite the report of 2009.",
         "Download the binary version, unpack it, and choose its folder.",
         {{"cifar-100-binary.tar.gz", "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", "md5:03b5dce01913d631647c71ecec9e9cb8"}}, true, "100"},
        {"dvs128-gesture", "dataset.dvs128_gesture", "DVS128 Gesture", "https://research.ibm.com/interactive/dvsgesture/",
         "CC BY 4.0; its publisher gives it from a web page only.",
         "Follow the link to the data on the page, agree to the terms, download DvsGesture.tar.gz (md5 8a5c71fb11e24e5ca5b11866ca6c00a1), "
         "unpack it, and choose the folder DvsGesture.", {}},
        {"es-imagenet", "dataset.es_imagenet", "ES-ImageNet", "https://github.com/lyh983012/ES-imagenet-master",
         "For research; made from ImageNet, whose terms hold as well. 100 GB in 25 parts of a RAR archive.",
         "Download the 25 parts from the links on the page, unpack the first with a program for RAR archives (it finds the others), and choose "
         "the folder that holds train, val and vallabel.txt.", {}},
        {"fashion-mnist", "dataset.mnist", "Fashion-MNIST", "https://github.com/zalandoresearch/fashion-mnist", "MIT licence.",
         "Download the four .gz files into a folder and choose it; they need not be unpacked.",
         fourFiles("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                   {"8d4fb7e6c68d591d4c3dfef9ec88bf0d", "25c81989df183df01b3e8a0aad5dffbe", "bef4ecab320f06d8554ea6380940ec79",
                    "bb300cfdad3c16e7a12a480ee83cd310"}), false, "fashion"},
        {"mnist", "dataset.mnist", "MNIST", "https://github.com/cvdfoundation/mnist", "CC BY-SA 3.0.",
         "Download the four .gz files into a folder and choose it; they need not be unpacked.",
         fourFiles("https://storage.googleapis.com/cvdf-datasets/mnist/",
                   {"f68b3c2dcbeaaa9fbdd348bbdeb94873", "d53e105ee54ea40749a09fcbcd1e9432", "9fb629c4189551a2d022fa330f9573f3",
                    "ec29112dd5afa0611ce80d1b7f02629c"}), false, "digits"},
        {"n-caltech101", "dataset.ncaltech101", "N-Caltech101", "https://www.garrickorchard.com/datasets/n-caltech101",
         "CC BY-SA 4.0; its publisher gives it from a web page.",
         "Follow the link to the data on the page, download Caltech101.zip (md5 66201824eabb0239c7ab992480b50ba3), unpack it, and choose the "
         "folder Caltech101.", {}},
        {"n-mnist", "dataset.nmnist", "N-MNIST", "https://www.garrickorchard.com/datasets/n-mnist",
         "CC BY-SA 4.0; its publisher gives it from a web page.",
         "Follow the link to the data on the page, download Train.zip (md5 20959b8e626244a1b502305a9e6e2031) and Test.zip (md5 "
         "69ca8762b2fe404d9b9bad1103e97832), unpack both in one folder, and choose it.", {}},
        {"navgesture", "dataset.nav_gesture", "NavGesture", "https://www.neuromorphic-vision.com/public/downloads/navgesture/",
         "For research; the publisher's server is not reachable at times.",
         "Download navgesture-walk.zip (md5 5d305266f13005401959e819abe206f0) or navgesture-sit.zip (md5 1571753ace4d9e0946e6503313712c22) from "
         "the page, unpack it and the archives of the persons in it, and choose the folder.", {}},
        {"shd", "dataset.shd", "SHD", "https://zenkelab.org/resources/spiking-heidelberg-datasets-shd/", "CC BY 4.0.",
         "Download shd_train.h5.zip and shd_test.h5.zip, unpack them in one folder, and choose it.",
         {{"shd_train.h5.zip", "https://zenkelab.org/datasets/shd_train.h5.zip", "md5:f3252aeb598ac776c1b526422d90eecb"},
          {"shd_test.h5.zip", "https://zenkelab.org/datasets/shd_test.h5.zip", "md5:1503a5064faa34311c398fb0a1ed0a6f"}}},
        {"speech-commands", "dataset.speech_commands", "Speech Commands", "https://www.tensorflow.org/datasets/catalog/speech_commands",
         "CC BY 4.0.", "Download the archive of version 2, unpack it into a folder of its own, and choose that.",
         {{"speech_commands_v0.02.tar.gz", "https://storage.googleapis.com/download.tensorflow.org/data/speech_commands_v0.02.tar.gz",
           "md5:6b74f3901214cb2c2934e98196829835", "speech_commands_v0.02"}}},
        {"ssc", "dataset.ssc", "SSC", "https://zenkelab.org/resources/spiking-heidelberg-datasets-shd/", "CC BY 4.0.",
         "Download ssc_train.h5.zip, ssc_valid.h5.zip and ssc_test.h5.zip, unpack them in one folder, and choose it.",
         {{"ssc_train.h5.zip", "https://zenkelab.org/datasets/ssc_train.h5.zip", "md5:d102be95e7144fcc0553d1f45ba94170"},
          {"ssc_valid.h5.zip", "https://zenkelab.org/datasets/ssc_valid.h5.zip", "md5:b4eee3516a4a90dd0c71a6ac23a8ae43"},
          {"ssc_test.h5.zip", "https://zenkelab.org/datasets/ssc_test.h5.zip", "md5:a35ff1e9cffdd02a20eb850c17c37748"}}},
    };
    return sources;
}

const DatasetSource* datasetSource(const std::string& id)
{
    for (const DatasetSource& source : datasetSources())
        if (source.id == id)
            return &source;
    return nullptr;
}

const DatasetSource* sourceOfNode(const std::string& node, const ParamValues& values)
{
    for (const DatasetSource& source : datasetSources())
        if (source.node == node && (source.set.empty() || (values.has("set") && values.text("set") == source.set)))
            return &source;
    return nullptr;
}

} // namespace spw
