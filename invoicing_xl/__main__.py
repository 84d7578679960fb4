from invoicing_xl.surface.cli import main

if __name__ == "__main__":
    main()
