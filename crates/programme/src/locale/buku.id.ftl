tolak-buku-tanpa-pdf = Program ini tidak dapat membuat PDF
    .saran = Unduh DOCX-nya; dari sana PDF dapat disimpan. Pengelola dapat memasang program yang membawa pencetak PDF.
tolak-buku-antre = Dokumen lain sedang dibuat
    .saran = Tunggu sebentar, lalu unduh lagi.
tolak-buku-gagal = Dokumen ini tidak dapat dibuat sebagai PDF
    .saran = Unduh DOCX-nya, lalu beri tahu pengelola.
