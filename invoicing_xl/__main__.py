from invoicing_xl.main import main

if __name__ == "__main__":
    main()
