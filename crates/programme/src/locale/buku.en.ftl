tolak-buku-tanpa-pdf = This program cannot make PDFs
    .saran = Download the DOCX; a PDF can be saved from it. The operator can install a program that holds the PDF press.
tolak-buku-antre = Another document is being made
    .saran = Wait a moment, then download it again.
tolak-buku-gagal = This document could not be made as a PDF
    .saran = Download the DOCX and tell the operator.
